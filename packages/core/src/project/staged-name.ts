import { createHash } from 'node:crypto';
import type { RelationName } from './relation-name.ts';

/** What a relation of tfm's own is for; part of the hash, so that roles never collide. */
export type StagedRole = 'stage' | 'delta' | 'rejected' | 'rejected-delta';

/** Reserved for tfm: users' models, seeds and aliases may not begin so. */
export const stagedPrefix = '__tfm_';

/** PostgreSQL cuts names at 63 bytes without an error; a name that fits there fits everywhere. */
const longestName = 63;

/**
 * The name of a relation that a run makes beside a published one: `__tfm_<run8>_<name, cut>_<hash8>`.
 * Two published names that differ anywhere, in any part, get different names, however long they are.
 */
export function stagedName(runId: string, published: RelationName, role: StagedRole): RelationName {
  const hash = createHash('sha256')
    .update(JSON.stringify([published.database, published.schema, published.identifier, role]))
    .digest('hex')
    .slice(0, 8);
  const head = `${stagedPrefix}${runId.slice(0, 8)}_`;
  const tail = `_${hash}`;
  const room = longestName - Buffer.byteLength(head) - tail.length;
  return { ...published, identifier: `${head}${cutToBytes(published.identifier, room)}${tail}` };
}

/** Cut at a code point's border: half a character would be another name. */
function cutToBytes(text: string, bytes: number): string {
  let cut = '';
  let length = 0;
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    cut += character;
  }
  return cut;
}
