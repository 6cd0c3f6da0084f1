import { modulesValue, startedAtValue } from '../../src/context/modules/modules-value.ts';
import { compileTemplate, parseTemplate, type Value } from '../../src/template/template.ts';

const now = '2024-03-05T14:07:09.123456Z';
const names = new Map<string, Value>([
  ['modules', modulesValue(now)],
  ['run_started_at', startedAtValue(now)],
]);

export interface Rendered {
  readonly output?: string;
  readonly code?: string;
  readonly message?: string;
}

/** Renders a template that sees `modules` and `run_started_at`, at 2024-03-05 14:07:09.123456 UTC. */
export function renderWithModules(text: string): Rendered {
  const parsed = parseTemplate({ path: 'template.sql', text });
  const [mistake] = parsed.diagnostics;
  if (parsed.value === undefined) return { code: mistake?.code ?? '', message: mistake?.message ?? '' };
  const rendered = compileTemplate(parsed.value).render({ lookup: (name) => names.get(name) });
  if (rendered.value !== undefined) return { output: rendered.value };
  const [first] = rendered.diagnostics;
  return { code: first?.code ?? '', message: first?.message ?? '' };
}
