import { coreRules } from './core-rules.ts';
import { driverRules } from './driver-rules.ts';
import { findImportCycles } from './find-import-cycles.ts';
import { nameRules } from './name-rules.ts';
import { packageRules } from './package-rules.ts';
import { sourceFile } from './source-file.ts';

/**
 * Everything in which these sources (path below `packages` → text) break the architecture: one sentence for each
 * place, saying the file, what it does and the rule.
 */
export function brokenRules(sources: ReadonlyMap<string, string>): readonly string[] {
  const files = [...sources].map(([path, text]) => sourceFile(path, text));
  const code = files.filter(({ isTest }) => !isTest);
  return [
    ...files.flatMap(nameRules),
    ...code.flatMap(coreRules),
    ...code.flatMap(packageRules),
    ...driverRules(code),
    ...findImportCycles(files),
    ...pipelineLength(sources),
  ].sort();
}

const longestPipeline = 120;

function pipelineLength(sources: ReadonlyMap<string, string>): readonly string[] {
  const path = 'core/src/pipeline.ts';
  const lines = (sources.get(path) ?? '').trimEnd().split('\n').length;
  if (lines <= longestPipeline) return [];
  return [`${path} has ${lines} lines: the table of contents has at most ${longestPipeline}`];
}
