import type { Command, Measurement } from './measure-process.ts';

/** A series of steps that every contender goes through: the second build needs the first. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What each step is called. */
  readonly steps: readonly string[];
  /** The first is the floor: the least that any tool has to do. */
  readonly contenders: readonly Contender[];
}

export interface Contender {
  readonly name: string;
  /** Before the first round; not measured. */
  readonly setUp?: () => Promise<void> | void;
  /** One for each of the scenario's steps; null: there is no such thing in this tool. */
  readonly steps: readonly (Step | null)[];
}

export interface Step extends Command {
  /** Before each run; not measured. */
  readonly prepare?: () => void;
  /** After each run; not measured. Throws when the work was not done. */
  readonly verify?: () => void;
}

/** Contender → its runs, step by step. A contender that fails drops out and says why. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly rows: readonly ContenderResult[];
}

export interface ContenderResult {
  readonly name: string;
  readonly steps: readonly (readonly Measurement[])[];
  readonly failure: string | null;
}

/** All contenders take turns, round by round, so that a busy minute of the machine hits them all. */
export async function runScenario(
  scenario: Scenario,
  rounds: number,
  measure: (command: Command) => Promise<Measurement>,
): Promise<ScenarioResult> {
  const rows = scenario.contenders.map((contender) => ({
    contender,
    name: contender.name,
    steps: scenario.steps.map((): Measurement[] => []),
    failure: null as string | null,
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const row of rows) {
      if (row.failure !== null) continue;
      try {
        if (round === 0) await row.contender.setUp?.();
        for (const [i, step] of row.contender.steps.entries()) {
          if (step === null) continue;
          step.prepare?.();
          const measured = await measure(step);
          step.verify?.();
          row.steps[i]?.push(measured);
        }
      } catch (error) {
        row.failure = error instanceof Error ? error.message : String(error);
      }
    }
  }
  return { scenario, rows };
}
