import type { YamlRenderer } from '../context/render-yaml.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { type SourceText, type Span, wholeText } from '../diagnostics/source-text.ts';
import { isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { Target } from '../project/target.ts';
import type { ProjectFiles } from '../read/project-files.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type YamlPath, YamlSpan } from '../yaml/yaml-span.ts';
import type { ParseSettings } from './parse-settings.ts';
import { plainJson } from './schema/plain-json.ts';
import { validateWith } from './schema/validate.ts';
import { compileSchema } from './schema/validators.ts';

export interface TargetRequest {
  readonly files: ProjectFiles;
  readonly settings: ParseSettings;
  /** The project file, rendered as far as possible without a target. */
  readonly project: JsonMap;
  /** For profiles: secrets may be read. */
  readonly renderer: YamlRenderer;
}

/** Where the outputs are written, under which name a message speaks of them, and which one is chosen. */
interface Outputs {
  readonly outputs: JsonMap;
  readonly source: SourceText;
  readonly path: YamlPath;
  /** `profile "shop"`, `"targets"`. */
  readonly name: string;
  readonly profileName: string;
  readonly chosen: JsonValue | undefined;
}

const targetVariables = ['TFM_TARGET', 'DBT_ENGINE_TARGET', 'DBT_TARGET'];

/**
 * The output that a run goes to: one of the project file's own `targets:`, or of a profile; with neither, a DuckDB
 * file beside the project file.
 */
export function resolveTarget(request: TargetRequest): Outcome<Target | undefined> {
  const found = findOutputs(request);
  if (found.value === undefined) return { value: undefined, diagnostics: found.diagnostics };
  if (found.value === 'embedded') {
    const target = embedded(request);
    return { value: target.value, diagnostics: [...found.diagnostics, ...target.diagnostics] };
  }
  const chosen = chooseOutput(found.value, request);
  return { value: chosen.value, diagnostics: [...found.diagnostics, ...chosen.diagnostics] };
}

function findOutputs({ files, settings, project }: TargetRequest): Outcome<Outputs | 'embedded' | undefined> {
  const file = files.root.projectFile.source;
  const inline = project.get('targets');
  if (settings.profileName === undefined && isJsonMap(inline) && inline.size > 0) {
    const outputs = {
      outputs: inline,
      source: file,
      path: ['targets'],
      name: '"targets" of the project file',
      profileName: 'targets',
      chosen: project.get('target'),
    };
    return { value: outputs, diagnostics: [] };
  }
  const profileKey = project.get('profile');
  const name = settings.profileName ?? (typeof profileKey === 'string' ? profileKey : undefined);
  if (name === undefined) return { value: 'embedded', diagnostics: [] };
  if (files.profiles === null) {
    if (settings.profileName !== undefined)
      return { value: undefined, diagnostics: [diagnostic('profile-unnamed', {})] };
    const path = embeddedPath(project);
    return {
      value: 'embedded',
      diagnostics: [
        diagnostic('profiles-missing', { name, path }, { at: new YamlSpan(file, ['profile'], 'value') }),
      ],
    };
  }
  const read = readYaml(files.profiles);
  if (read.value === undefined) return { value: undefined, diagnostics: read.diagnostics };
  const profiles: JsonMap = isJsonMap(read.value.value) ? read.value.value : new Map();
  const profile = profiles.get(name);
  if (profile === undefined) {
    const meant = nearest(
      name,
      [...profiles.keys()].filter((key) => key !== 'config'),
    );
    const at =
      settings.profileName === undefined
        ? new YamlSpan(file, ['profile'], 'value')
        : wholeText(files.profiles);
    return {
      value: undefined,
      diagnostics: [...read.diagnostics, diagnostic('profile-not-found', { name, nearest: meant }, { at })],
    };
  }
  const outputs = isJsonMap(profile) ? profile.get('outputs') : undefined;
  if (!isJsonMap(profile) || !isJsonMap(outputs)) {
    const at = new YamlSpan(files.profiles, [name], 'key');
    return {
      value: undefined,
      diagnostics: [
        ...read.diagnostics,
        diagnostic('missing-key', { key: 'outputs', where: `in profile "${name}"` }, { at }),
      ],
    };
  }
  const value = {
    outputs,
    source: files.profiles,
    path: [name, 'outputs'],
    name: `profile "${name}"`,
    profileName: name,
    chosen: profile.get('target'),
  };
  return { value, diagnostics: read.diagnostics };
}

function chooseOutput(
  found: Outputs,
  { settings, files, renderer, project }: TargetRequest,
): Outcome<Target | undefined> {
  const { outputs, source, path } = found;
  const at = (inner: YamlPath): Span => new YamlSpan(source, [...path, ...inner], 'value');
  const targetAt = new YamlSpan(source, [...path.slice(0, -1), 'target'], 'value');
  const written = typeof found.chosen === 'string' ? renderer.text(found.chosen, targetAt) : undefined;
  const ofEnvironment = targetVariables
    .map((name) => files.env.get(name))
    .find((value) => value !== undefined && value !== '');
  const known = [...outputs.keys()].map((key) => `"${key}"`).join(', ');
  const only = outputs.size === 1 ? [...outputs.keys()][0] : undefined;
  const name =
    settings.targetName ??
    ofEnvironment ??
    (typeof written === 'string' ? written : undefined) ??
    (outputs.has('default') ? 'default' : only);
  if (name === undefined) {
    return {
      value: undefined,
      diagnostics: [
        diagnostic(
          'target-unclear',
          { profile: found.name, known },
          { at: new YamlSpan(source, path, 'key') },
        ),
      ],
    };
  }
  const output = outputs.get(name);
  if (!isJsonMap(output)) {
    const place =
      settings.targetName === undefined && ofEnvironment === undefined
        ? targetAt
        : new YamlSpan(source, path, 'key');
    const parameters = { name, profile: found.name, known, nearest: nearest(name, outputs.keys()) };
    return { value: undefined, diagnostics: [diagnostic('target-not-found', parameters, { at: place })] };
  }
  const rendered = renderOutput(output, renderer, (key) => at([name, ...key]));
  return makeTarget(
    { profileName: found.profileName, name, output: rendered, at: (key) => at([name, ...key]) },
    settings,
    textOf(project.get('name')) ?? 'unnamed',
  );
}

/** A password may hold braces: what is no template stays as it is. */
function renderOutput(output: JsonMap, renderer: YamlRenderer, at: (path: YamlPath) => Span): JsonMap {
  return renderer.deep(
    output,
    at,
    (path) => /^pass(?:word)?$/.test(String(path.at(-1))) && !isTemplate(output, path),
  ) as JsonMap;
}

function isTemplate(output: JsonMap, path: YamlPath): boolean {
  let value: JsonValue | undefined = output;
  for (const step of path) value = isJsonMap(value) ? value.get(String(step)) : undefined;
  return typeof value === 'string' && /\{\{.*(?:env_var|var)\s*\(.*\}\}/s.test(value);
}

interface Output {
  readonly profileName: string;
  readonly name: string;
  readonly output: JsonMap;
  readonly at: (path: YamlPath) => Span;
}

function makeTarget(
  { profileName, name, output, at }: Output,
  settings: ParseSettings,
  projectName: string,
): Outcome<Target | undefined> {
  const type = output.get('type');
  if (typeof type !== 'string') {
    return {
      value: undefined,
      diagnostics: [
        diagnostic(
          'missing-key',
          { key: 'type', where: `in target "${name}"` },
          { at: at([]), hint: 'type: duckdb' },
        ),
      ],
    };
  }
  const adapter = settings.adapters.get(type);
  if (adapter === undefined) {
    const known = [...settings.adapters.keys()];
    const parameters = { type, known, target: name, nearest: nearest(type, known) };
    return {
      value: undefined,
      diagnostics: [diagnostic('unknown-adapter', parameters, { at: at(['type']) })],
    };
  }
  const diagnostics: Diagnostic[] = [...checkOutput(output, adapter.profileSchema, name, at)];
  const threads = settings.threads ?? numberOf(output.get('threads')) ?? 1;
  if (!Number.isInteger(threads) || threads < 1 || threads > 128) {
    const place = settings.threads === undefined ? { at: at(['threads']) } : {};
    diagnostics.push(diagnostic('threads-wrong', { value: String(threads) }, place));
  }
  if (diagnostics.some((problem) => problem.severity === 'error')) return { value: undefined, diagnostics };
  const names = adapter.defaultNames(output, projectName);
  return { value: { profileName, name, type, threads, ...names, settings: output }, diagnostics };
}

function checkOutput(
  output: JsonMap,
  schema: object,
  name: string,
  at: (path: YamlPath) => Span,
): readonly Diagnostic[] {
  const problems = validateWith(compileSchema(schema), {
    value: output,
    name: `target "${name}"`,
    strictness: 'dbt',
    place: (path, part) => (part === 'key' ? keySpan(at(path)) : at(path)),
  });
  return problems.map((problem) => {
    const path = problem.at instanceof YamlSpan ? problem.at.path : [];
    // A line that holds a secret is neither quoted nor framed.
    if (!path.some((step) => isSecretKey(String(step)))) return problem;
    return diagnostic(
      'profile-wrong',
      { key: String(path.at(-1)), problem: 'has a wrong value' },
      { at: wholeText((problem.at as Span).source) },
    );
  });
}

function keySpan(span: Span): Span {
  return span instanceof YamlSpan ? new YamlSpan(span.source, span.path, 'key') : span;
}

/** Keys of a profile whose values are never shown. */
export function isSecretKey(key: string): boolean {
  return /pass|secret|token|private|credential|api_?key|^key$|keyfile|jwt/i.test(key);
}

function embeddedPath(project: JsonMap): string {
  return `${textOf(project.get('name')) ?? 'project'}.duckdb`;
}

function embedded({ settings, project, files }: TargetRequest): Outcome<Target | undefined> {
  const output: JsonMap = new Map<string, JsonValue>([
    ['type', 'duckdb'],
    ['path', embeddedPath(project)],
    ['threads', 4],
  ]);
  const at = (): Span => wholeText(files.root.projectFile.source);
  if (settings.targetName !== undefined && settings.targetName !== 'dev') {
    const parameters = {
      name: settings.targetName,
      profile: 'the project',
      known: 'only the embedded target "dev"',
      nearest: undefined,
    };
    return {
      value: undefined,
      diagnostics: [
        diagnostic('target-not-found', parameters, {
          hint: 'write it under "targets:" of the project file, or in profiles.yml',
        }),
      ],
    };
  }
  return makeTarget(
    { profileName: 'embedded', name: 'dev', output, at },
    settings,
    textOf(project.get('name')) ?? 'unnamed',
  );
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  const plain = value === undefined ? undefined : plainJson(value);
  if (typeof plain === 'number') return plain;
  return typeof plain === 'string' && /^\d+$/.test(plain) ? Number(plain) : undefined;
}
