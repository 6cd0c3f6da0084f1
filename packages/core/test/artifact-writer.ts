/**
 * A process for tests of artifact writing: `node artifact-writer.ts <project> <rounds> <size> [die-at]`. It writes
 * `manifest.json` again and again, each time all of one letter; with `die-at` it is gone at that step of the last.
 */
import { checkTargetWritable, writeArtifacts } from '../src/report/write/write-artifacts.ts';

const [projectDir = '', rounds = '1', size = '100', dieAt] = process.argv.slice(2);
const target = await checkTargetWritable({ projectDir, targetPath: 'target' });
if (target.value === undefined) throw new Error(target.diagnostics[0]?.message);
for (let round = 1; round <= Number(rounds); round += 1) {
  const letter = String.fromCharCode(97 + ((process.pid + round) % 26));
  const text = JSON.stringify({ letters: letter.repeat(Number(size)) });
  const diagnostics = await writeArtifacts(target.value, {
    documents: [{ path: 'manifest.json', text }],
    files: [{ path: 'compiled/shop/models/a.sql', text }],
    reach: (step, path) => {
      if (round === Number(rounds) && step === dieAt && path.endsWith('.json'))
        process.kill(process.pid, 'SIGKILL');
    },
  });
  if (diagnostics[0] !== undefined) throw new Error(diagnostics[0].message);
}
