import { macroCalls } from '../context/macro-calls.ts';
import { parsedPart } from '../context/parsed-template.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { ParsedMacro } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { mapOr, textOr, textOrNull } from './config/merge-config.ts';
import type { ParseContext } from './parse-context.ts';
import { describedBy } from './parse-other-nodes.ts';

/** Macros with what property files say about them. */
export function describeMacros(
  context: ParseContext,
  macros: ReadonlyMap<UniqueId, ParsedMacro>,
): ReadonlyMap<UniqueId, ParsedMacro> {
  const described = new Map<UniqueId, ParsedMacro>();
  for (const [id, macro] of macros) described.set(id, new MacroWithCalls(macro, context));
  for (const [id, macro] of macros) {
    const entry =
      context.properties.take(macro.packageName, 'macros', macro.name) ??
      (macro.name.startsWith('test_')
        ? context.properties.take(macro.packageName, 'macros', macro.name.slice('test_'.length))
        : undefined);
    if (entry === undefined) continue;
    const config = mapOr(entry.value.get('config'));
    const docs = config.get('docs') ?? entry.value.get('docs');
    const args = entry.value.get('arguments');
    const list = isJsonList(args) ? args.filter(isJsonMap) : [];
    const statement = parsedPart(macro.at).value?.tree.body[0];
    const parameters =
      statement?.kind === 'macro' ? statement.parameters.map((parameter) => parameter.name) : [];
    list.forEach((argument, index) => {
      const name = textOr(argument.get('name'), '');
      if (statement === undefined || parameters.includes(name)) return;
      const at = entry.place(['arguments', index, 'name']);
      context.report(
        diagnostic(
          'macro-arguments',
          { macro: macro.name, argument: name, nearest: nearest(name, parameters) },
          { at },
        ),
      );
    });
    const properties: ParsedMacro = {
      ...macro,
      description: describedBy(context, macro.packageName, entry).description,
      arguments: list.map((argument) => ({
        name: textOr(argument.get('name'), ''),
        type: textOrNull(argument.get('type')),
        description: textOr(argument.get('description'), ''),
      })),
      meta: new Map([...mapOr(entry.value.get('meta')), ...mapOr(config.get('meta'))]),
      ...(isJsonMap(docs)
        ? {
            docs: new Map<string, JsonValue>([
              ['show', docs.get('show') ?? true],
              ['node_color', docs.get('node_color') ?? null],
            ]),
          }
        : {}),
      patchPath: `${macro.packageName}://${entry.file.originalFilePath}`,
    };
    described.set(id, new MacroWithCalls(properties, context));
  }
  return described;
}

/** Only artifacts ask what a macro calls, and then its text must be read: that waits until somebody asks. */
class MacroWithCalls implements ParsedMacro {
  readonly uniqueId: ParsedMacro['uniqueId'];
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly description: string;
  readonly at: ParsedMacro['at'];
  readonly source: ParsedMacro['source'];
  readonly arguments: ParsedMacro['arguments'];
  readonly meta: JsonMap;
  readonly docs?: JsonMap;
  readonly patchPath: string | null;
  readonly supportedLanguages: readonly string[] | null;
  readonly #macro: ParsedMacro;
  readonly #context: ParseContext;
  #calls: readonly UniqueId[] | undefined;

  constructor(macro: ParsedMacro, context: ParseContext) {
    this.uniqueId = macro.uniqueId;
    this.name = macro.name;
    this.packageName = macro.packageName;
    this.originalFilePath = macro.originalFilePath;
    this.description = macro.description;
    this.at = macro.at;
    this.source = macro.source;
    this.arguments = macro.arguments;
    this.meta = macro.meta;
    if (macro.docs !== undefined) this.docs = macro.docs;
    this.patchPath = macro.patchPath;
    this.supportedLanguages = macro.supportedLanguages ?? null;
    this.#macro = macro;
    this.#context = context;
  }

  get calls(): readonly UniqueId[] {
    this.#calls ??= macroCalls(this.#macro, this.#context.environment.macros);
    return this.#calls;
  }
}
