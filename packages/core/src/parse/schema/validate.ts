import type { ErrorObject, ValidateFunction } from 'ajv';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { Severity } from '../../diagnostics/severity.ts';
import type { Span } from '../../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonValue } from '../../project/json-value.ts';
import type { YamlPart, YamlPath } from '../../yaml/yaml-span.ts';
import { plainJson } from './plain-json.ts';
import { type SchemaKind, validatorOf } from './validators.ts';

export interface ValidationSubject {
  readonly value: JsonValue;
  /** How the value is called: `model "fct"`, `the project file`; empty for a property file, whose entries have names. */
  readonly name: string;
  readonly place: (path: YamlPath, part: YamlPart) => Span;
  readonly strictness: Strictness;
}

/**
 * How wrong keys are taken. In a tfm project each is an error; in a dbt project one that resembles no right key is a
 * warning; in an installed package all are warnings: its user cannot mend it.
 */
export type Strictness = 'tfm' | 'dbt' | 'package';

export function validate(kind: SchemaKind, subject: ValidationSubject): readonly Diagnostic[] {
  return validateWith(validatorOf(kind), subject);
}

export function validateWith(validator: ValidateFunction, subject: ValidationSubject): readonly Diagnostic[] {
  if (validator(plainJson(subject.value))) return [];
  const diagnostics: Diagnostic[] = [];
  for (const error of reduceErrors(validator.errors ?? [])) {
    const made = toDiagnostic(error, subject);
    if (made !== undefined) diagnostics.push(made);
  }
  return diagnostics;
}

/** The severity of a wrong key. */
export function unknownKeySeverity(strictness: Strictness, meant: string | undefined): Severity {
  if (strictness === 'package') return 'warning';
  return meant !== undefined || strictness === 'tfm' ? 'error' : 'warning';
}

interface Mistake {
  readonly keyword: string;
  readonly path: string;
  readonly data: unknown;
  readonly key: string | undefined;
  readonly allowed: readonly string[];
}

/**
 * ajv reports of a value that fits none of several alternatives all that is wrong with each of them, then that none
 * fits. What helps is: the mistake inside the alternative that was meant, else the values or types that are right.
 */
function reduceErrors(errors: readonly ErrorObject[]): readonly Mistake[] {
  const kept: Mistake[] = [];
  for (const error of errors) {
    if (error.keyword !== 'anyOf') {
      kept.push(toMistake(error));
      continue;
    }
    const path = error.instancePath;
    let from = kept.length;
    while (from > 0 && isAtOrBelow(kept[from - 1]?.path ?? '', path)) from -= 1;
    const alternatives = kept.splice(from);
    const inner = alternatives.filter(
      (one) => one.path !== path || one.keyword === 'additionalProperties' || one.keyword === 'required',
    );
    if (inner.length > 0) {
      kept.push(...inner);
      continue;
    }
    const values = alternatives.filter((one) => one.keyword === 'enum').flatMap((one) => one.allowed);
    const types = alternatives.filter((one) => one.keyword === 'type').flatMap((one) => one.allowed);
    const isValue = values.length > 0 && typeof error.data === 'string';
    kept.push({
      keyword: isValue ? 'enum' : 'type',
      path,
      data: error.data,
      key: undefined,
      allowed: isValue ? values : [...new Set([...types, ...values.slice(0, 0)])],
    });
  }
  return withoutTwins(kept);
}

/** A misspelt key is also a missing one: only the first is the mistake. */
function withoutTwins(mistakes: readonly Mistake[]): readonly Mistake[] {
  const misspelt = new Set(
    mistakes
      .filter((one) => one.keyword === 'additionalProperties')
      .map((one) => `${one.path}\n${nearest(one.key ?? '', one.allowed)}`),
  );
  return mistakes.filter((one) => one.keyword !== 'required' || !misspelt.has(`${one.path}\n${one.key}`));
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

function toMistake(error: ErrorObject): Mistake {
  const params = error.params as {
    additionalProperty?: string;
    missingProperty?: string;
    type?: string | string[];
    allowedValues?: unknown[];
  };
  const base = { keyword: error.keyword, path: error.instancePath, data: error.data };
  switch (error.keyword) {
    case 'additionalProperties': {
      const properties = (error.parentSchema as { properties?: object } | undefined)?.properties ?? {};
      return { ...base, key: params.additionalProperty, allowed: Object.keys(properties) };
    }
    case 'required':
      return { ...base, key: params.missingProperty, allowed: [] };
    case 'enum':
      return {
        ...base,
        key: undefined,
        allowed: [
          ...new Set(
            (params.allowedValues ?? [])
              .filter((value) => value !== null)
              .map((value) => String(value).toLowerCase()),
          ),
        ],
      };
    default:
      return { ...base, key: undefined, allowed: [params.type ?? []].flat() };
  }
}

function toDiagnostic(mistake: Mistake, subject: ValidationSubject): Diagnostic | undefined {
  const path = pathOf(mistake.path, subject.value);
  switch (mistake.keyword) {
    case 'additionalProperties': {
      const key = mistake.key ?? '';
      const meant = nearest(key, mistake.allowed);
      const at = subject.place([...path, key], 'key');
      const where = whereOf(path, subject);
      return diagnostic(
        'unknown-key',
        { key, where, nearest: meant },
        { at, severity: unknownKeySeverity(subject.strictness, meant) },
      );
    }
    case 'required':
      return diagnostic(
        'missing-key',
        { key: mistake.key ?? '', where: whereOf(path, subject) },
        { at: subject.place(path, 'value') },
      );
    case 'enum': {
      const value = String(mistake.data);
      const expected = `one of ${mistake.allowed.map((word) => `"${word}"`).join(', ')}`;
      const parameters = {
        what: whatOf(path, subject),
        value,
        expected,
        nearest: nearest(value, mistake.allowed),
      };
      return diagnostic('wrong-value', parameters, { at: subject.place(path, 'value') });
    }
    case 'type': {
      const parameters = {
        what: whatOf(path, subject),
        expected: describeTypes(mistake.allowed),
        found: describeFound(mistake.data),
      };
      return diagnostic('wrong-type', parameters, { at: subject.place(path, 'value') });
    }
    default:
      // Patterns only tell templates from other text: never a mistake of their own.
      return undefined;
  }
}

/** A JSON pointer as a path of the value. */
function pathOf(pointer: string, value: JsonValue): YamlPath {
  const path: (string | number)[] = [];
  let inner: JsonValue | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonList(inner)) {
      path.push(Number(key));
      inner = inner[Number(key)];
    } else {
      path.push(key);
      inner = isJsonMap(inner) ? inner.get(key) : undefined;
    }
  }
  return path;
}

/** `in "config" of column "id" of model "fct"` */
function whereOf(path: YamlPath, subject: ValidationSubject): string {
  if (path.length === 0 && subject.name === '') return 'at the top of the file';
  const parts: string[] = [subject.name];
  let value: JsonValue | undefined = subject.value;
  let listKey = '';
  for (const step of path) {
    if (typeof step === 'number') {
      value = isJsonList(value) ? value[step] : undefined;
      const name = isJsonMap(value) ? value.get('name') : undefined;
      parts[parts.length - 1] =
        typeof name === 'string' ? `${singular(listKey)} "${name}"` : `entry ${step + 1} of "${listKey}"`;
    } else {
      value = isJsonMap(value) ? value.get(step) : undefined;
      parts.push(`"${step}"`);
      listKey = step;
    }
  }
  return `in ${parts
    .filter((part) => part !== '')
    .reverse()
    .join(' of ')}`;
}

/** `"quote" of column "id" of model "fct"` */
function whatOf(path: YamlPath, subject: ValidationSubject): string {
  if (path.length === 0) return upperFirst(subject.name === '' ? 'the file' : subject.name);
  return upperFirst(whereOf(path, subject).slice('in '.length));
}

function singular(list: string): string {
  if (list.endsWith('ies')) return `${list.slice(0, -3)}y`;
  return list.endsWith('s') ? list.slice(0, -1).replaceAll('_', ' ') : list;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'empty',
};

function describeTypes(types: readonly string[]): string {
  const words = [
    ...new Set(
      types.filter((type) => type !== 'null' || types.length === 1).map((type) => typeWords[type] ?? type),
    ),
  ];
  return words.length === 0 ? 'another value' : words.join(' or ');
}

/** What was found, as the user would call it. */
export function describeFound(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  return `the text "${String(value).length > 40 ? `${String(value).slice(0, 40)}…` : String(value)}"`;
}
