import type { JsonMap } from '../project/json-value.ts';
import type { ParsedTest } from '../project/node.ts';
import { textOr, textOrNull } from './config/merge-config.ts';
import type { ParseContext } from './parse-context.ts';
import { plainJson } from './schema/plain-json.ts';

/** What a test's config says about judging it. */
export function testFields(
  context: ParseContext,
  config: JsonMap,
): Pick<ParsedTest, 'severity' | 'warnIf' | 'errorIf' | 'failCalc' | 'where' | 'limit' | 'storeFailures'> {
  const limit = plainJson(config.get('limit') ?? null);
  const as = config.get('store_failures_as');
  const byFlag =
    context.environment.parts.invocation.flags.get('store_failures') === true &&
    (as === null || as === undefined);
  return {
    severity: textOr(config.get('severity'), 'error').toLowerCase() === 'warn' ? 'warn' : 'error',
    warnIf: textOr(config.get('warn_if'), '!= 0'),
    errorIf: textOr(config.get('error_if'), '!= 0'),
    failCalc: textOr(config.get('fail_calc'), 'count(*)'),
    where: textOrNull(config.get('where')),
    limit: typeof limit === 'number' ? limit : null,
    storeFailures: as === 'table' || as === 'view' ? as : byFlag ? 'table' : null,
  };
}
