// Measures tfm, the floors and, with --against, other tools, side by side. See README.md.
import { mkdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureProcess } from './measure/measure-process.ts';
import { resultTables } from './measure/result-table.ts';
import { runScenario, type Scenario } from './measure/scenario.ts';
import { peers } from './peers/peers.ts';
import { tfm } from './peers/tfm.ts';
import type { Tool } from './peers/tool.ts';
import { build, buildSqlite } from './scenarios/build.ts';
import { compile } from './scenarios/compile.ts';
import { parse } from './scenarios/parse.ts';
import { publish } from './scenarios/publish.ts';
import type { ScenarioContext } from './scenarios/scenario-context.ts';
import { small } from './scenarios/small.ts';
import { startup } from './scenarios/startup.ts';

const scenarios: { readonly [name: string]: (context: ScenarioContext) => Scenario } = {
  startup,
  small,
  parse,
  compile,
  build,
  'build-sqlite': buildSqlite,
  publish,
};

const usage = `node benchmarks/run.ts [options]
  --only <names>     ${Object.keys(scenarios).join(', ')} (default: all)
  --against <names>  ${Object.keys(peers).join(', ')} (default: tfm and the floors alone)
  --runs <n>         rounds; in each round everyone runs once (default 5)
  --models <n>       models to parse and compile; a tenth of them is built (default 10000)
  --seed <n>         of the synthetic projects (default 1)`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    against: { type: 'string' },
    runs: { type: 'string', default: '5' },
    models: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run();

async function run(): Promise<void> {
  const chosen = pick(values.only, scenarios, Object.values(scenarios));
  const context = { tools: tools(), models: Number(values.models), seed: Number(values.seed) };
  const scratch = fileURLToPath(new URL('./target/', import.meta.url));
  mkdirSync(scratch, { recursive: true });
  console.log(machine());
  for (const make of chosen) {
    const scenario = make(context);
    const result = await runScenario(scenario, Number(values.runs), (command) =>
      measureProcess(command, { logFile: join(scratch, 'last-run.log') }),
    );
    console.log(`\n${resultTables(result)}`);
    console.log(`\n  load of the machine: ${loadavg()[0]?.toFixed(1)}`);
  }
}

/** tfm and the peers that can be installed here; the others are named with the reason. */
function tools(): readonly Tool[] {
  const asked = pick(values.against ?? '', peers, []);
  return [
    tfm,
    ...asked.flatMap((install) => {
      try {
        return [install()];
      } catch (error) {
        console.error(`Left out: ${install.name}: ${error instanceof Error ? error.message : error}`);
        return [];
      }
    }),
  ];
}

function pick<T>(
  names: string | undefined,
  known: { readonly [name: string]: T },
  otherwise: readonly T[],
): readonly T[] {
  if (names === undefined || names === '') return otherwise;
  return names.split(',').map((name) => {
    const found = known[name];
    if (found === undefined)
      throw new Error(`There is no "${name}". Known are: ${Object.keys(known).join(', ')}`);
    return found;
  });
}

function machine(): string {
  const processors = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const system = `${processors.length} × ${processors[0]?.model.trim()}, ${memory} GB, Node ${process.versions.node}`;
  return `${new Date().toISOString().slice(0, 10)}, ${system}, ${values.runs} rounds`;
}
