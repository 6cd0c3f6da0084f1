import { diagnostic, hasErrors, nearest, type Resource, selectNodes } from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { OpenProject } from './open-project.ts';
import { nodeNames } from './render-node.ts';

/** The one node that a word names: a name, `source.table`, or any selection that holds one node. */
export function findNode(project: OpenProject, word: string): Resource {
  const found = nodesFor(project, [word]);
  const [only, ...others] =
    found.length === 0 && /^[\w]+(\.[\w]+)+$/.test(word) ? nodesFor(project, [`source:${word}`]) : found;
  if (only === undefined) {
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('unknown-node', { name: word, nearest: nearest(word, nodeNames(project.graph)) }),
    ]);
  }
  return one([only, ...others]);
}

/** The one node of `--select`. */
export function findSelectedNode(project: OpenProject, { flags }: CommandContext): Resource | undefined {
  const words = flags.list('select');
  if (words.length === 0) return undefined;
  const [first] = words;
  if (words.length === 1 && first !== undefined) return findNode(project, first);
  return one(nodesFor(project, words));
}

function one(nodes: readonly Resource[]): Resource {
  const [first, ...others] = nodes;
  if (first === undefined)
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('unknown-node', { name: '', nearest: undefined }),
    ]);
  if (others.length === 0) return first;
  throw new CommandFailure(exitCodes.mistake, [
    diagnostic('several-nodes', { command: 'show', names: nodes.map(nameOf) }),
  ]);
}

function nodesFor({ graph }: OpenProject, words: readonly string[]): readonly Resource[] {
  const selection = selectNodes(graph, { select: words, indirectSelection: 'empty' });
  if (hasErrors(selection.diagnostics)) throw new CommandFailure(exitCodes.mistake, selection.diagnostics);
  return [...selection.value.ids].flatMap((id) => graph.resources.get(id) ?? []);
}

function nameOf(resource: Resource): string {
  return resource.resourceType === 'source' ? `${resource.sourceName}.${resource.name}` : resource.name;
}
