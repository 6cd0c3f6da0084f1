import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { LoadError } from '../../loader/load-error.ts';
import type { LoadRequest, OpenLoad } from '../../loader/loader.ts';
import type { Step } from '../../plan/plan.ts';
import type { ParsedSource } from '../../project/node.ts';
import { runAll } from '../state/state-store.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';

type LoadStep = Extract<Step, { readonly kind: 'load-source' }>;

/** Loads beside the published table; a failed or short load never comes near it. */
export async function loadSource(work: NodeWork<LoadStep>): Promise<WorkOutcome> {
  const { services, step, signal } = work;
  const source = work.resource as ParsedSource;
  const loader = services.loaders.get(source.load?.loader ?? '');
  if (loader === undefined) {
    return failed(
      diagnostic(
        'unknown-loader',
        { loader: source.load?.loader ?? '', known: [...services.loaders.keys()].join(', ') },
        { at: source.at },
      ),
    );
  }
  const request: LoadRequest = { source, ...services.loadPlace, marker: step.marker, position: null, signal };
  const opened = await loader.open(request);
  if (opened.value === undefined) return failed(...opened.diagnostics);
  const load = opened.value;
  try {
    await runAll(services.connection, services.dialect.createTable(step.staged, load.columns));
    const rows = await services.connection.append(step.staged, load.columns, counted(work, load), { signal });
    return { kind: 'staged', rows, position: load.summary().position };
  } catch (error) {
    if (error instanceof LoadError) return failed(...error.diagnostics);
    throw error;
  } finally {
    await load.close();
  }
}

/** Says now and then how far it is. */
async function* counted(work: NodeWork<LoadStep>, load: OpenLoad): OpenLoad['batches'] {
  const { clock, emit } = work.services;
  let rows = 0;
  let told = clock.monotonic();
  for await (const batch of load.batches) {
    yield batch;
    rows += batch.length;
    const now = clock.monotonic();
    if (now - told < 250) continue;
    told = now;
    emit({ type: 'node-progress', id: work.planned.id, rows });
  }
}
