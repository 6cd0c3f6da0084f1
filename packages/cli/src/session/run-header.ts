import type { Connection } from '@tfm/core';
import { version } from '../version.ts';
import type { CommandContext } from './command-context.ts';
import type { OpenProject } from './open-project.ts';

/** `tfm 0.1.0  build of shop on target dev (duckdb, shop.duckdb)` */
export function runHeader(
  { graph, adapter }: OpenProject,
  { command }: CommandContext,
  { info }: Connection,
): string {
  const { settings, target } = graph.project;
  const place = [adapter.name, info.location].filter((part) => part !== '').join(', ');
  return `tfm ${version}  ${command} of ${settings.name} on target ${target.name} (${place})`;
}
