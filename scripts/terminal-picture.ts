// Makes docs/images/<command>.svg from a real run of tfm in a fresh copy of the repository's project:
//   node scripts/terminal-picture.ts build
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInTerminal } from './terminal-picture/run-in-terminal.ts';
import { readScreen } from './terminal-picture/screen.ts';
import { screenSvg } from './terminal-picture/screen-svg.ts';

const columns = 80;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command = 'build', ...args] = process.argv.slice(2);

const copy = mkdtempSync(join(tmpdir(), 'tfm-picture-'));
try {
  copyTrackedFiles(copy);
  const bin = join(root, 'packages/cli/bin/tfm.js');
  const output = await runInTerminal({ argv: [process.execPath, bin, command, ...args], cwd: copy, columns });
  const svg = screenSvg({
    title: /^name: *(\S+)/m.exec(readFileSync(join(root, 'tfm.yml'), 'utf8'))?.[1] ?? 'tfm',
    command: ['npx tfm', command, ...args].join(' '),
    lines: readScreen(output, columns),
    columns,
  });
  const file = join(root, 'docs/images', `${command}.svg`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, svg);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** What lies in the working copy beside them must not help the run. */
function copyTrackedFiles(folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--', ':!packages', ':!benchmarks'], { cwd: root });
  for (const path of listed.toString().split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
}
