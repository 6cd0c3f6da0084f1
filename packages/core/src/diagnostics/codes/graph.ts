import { entry } from '../entry.ts';

/** Mistakes found when refs and sources are resolved: names, access, order. */
export const graphCodes = {
  'unknown-ref': entry<{ kind: string; name: string; target: string; nearest: string | undefined }>(
    'error',
    ({ kind, name, target }) => `${kind} "${name}" refers to "${target}", which does not exist`,
    ({ nearest }) =>
      nearest === undefined
        ? 'tfm ls --resource-type model seed snapshot lists what there is'
        : `did you mean "${nearest}"?`,
  ),
  'unknown-ref-version': entry<{
    kind: string;
    name: string;
    target: string;
    version: string | null;
    versions: readonly string[];
  }>(
    'error',
    ({ kind, name, target, version }) =>
      version === null
        ? `${kind} "${name}" refers to "${target}", which has no latest version`
        : `${kind} "${name}" refers to version ${version} of "${target}", which does not exist`,
    ({ versions }) => `its versions are ${versions.join(', ')}`,
  ),
  'ambiguous-ref': entry<{ kind: string; name: string; target: string; packages: readonly string[] }>(
    'error',
    ({ kind, name, target, packages }) =>
      `${kind} "${name}" refers to "${target}", which is in the packages ${packages.map((one) => `"${one}"`).join(' and ')}`,
    ({ target, packages }) => `write ref('${packages[0]}', '${target}')`,
  ),
  'disabled-ref': entry<{ kind: string; name: string; target: string }>(
    'error',
    ({ kind, name, target }) => `${kind} "${name}" refers to "${target}", which is disabled`,
    ({ target, name }) => `set "enabled: true" for "${target}", or disable "${name}" too`,
  ),
  'unknown-source': entry<{ kind: string; name: string; target: string; nearest: string | undefined }>(
    'error',
    ({ kind, name, target }) => `${kind} "${name}" reads the source "${target}", which does not exist`,
    ({ nearest, target }) =>
      nearest === undefined
        ? `declare it under "sources:" in a property file, with the table "${lastPart(target)}"`
        : `did you mean "${nearest}"?`,
  ),
  'ambiguous-source': entry<{ kind: string; name: string; target: string; packages: readonly string[] }>(
    'error',
    ({ kind, name, target, packages }) =>
      `${kind} "${name}" reads the source "${target}", which is in the packages ${packages.map((one) => `"${one}"`).join(' and ')}`,
    () => 'rename one of them',
  ),
  'disabled-source': entry<{ kind: string; name: string; target: string }>(
    'error',
    ({ kind, name, target }) => `${kind} "${name}" reads the source "${target}", which is disabled`,
    ({ target, name }) => `set "enabled: true" for "${target}", or disable "${name}" too`,
  ),
  'test-left-out': entry<{ name: string; target: string; disabled: boolean; nearest: string | undefined }>(
    'warning',
    ({ name, target, disabled }) =>
      `Test "${name}" is left out: it refers to "${target}", which ${disabled ? 'is disabled' : 'does not exist'}`,
    ({ nearest, disabled }) =>
      nearest !== undefined
        ? `did you mean "${nearest}"?`
        : disabled
          ? 'enable it, or remove the test'
          : 'correct the name, or remove the test',
  ),
  'private-ref': entry<{ kind: string; name: string; target: string; group: string | null }>(
    'error',
    ({ kind, name, target, group }) =>
      group === null
        ? `${kind} "${name}" refers to "${target}", which is private and in no group`
        : `${kind} "${name}" refers to "${target}", which is private to the group "${group}"`,
    ({ name, group, target }) =>
      group === null
        ? `set "access: protected" for "${target}"`
        : `set "group: ${group}" for "${name}", or "access: protected" for "${target}"`,
  ),
  'protected-ref': entry<{ kind: string; name: string; target: string; package: string }>(
    'error',
    ({ kind, name, target, package: from }) =>
      `${kind} "${name}" refers to "${target}", which the package "${from}" keeps to itself`,
    () => 'refer to one of its public models',
  ),
  'model-cycle': entry<{ path: readonly string[] }>(
    'error',
    ({ path }) =>
      path.length === 2
        ? `Model "${path[0]}" refers to itself`
        : `Models refer to each other in a circle: ${path.map((name) => `"${name}"`).join(' → ')}`,
    ({ path }) =>
      path.length === 2 ? 'use {{ this }} for the rows that are already there' : 'remove one of these refs',
  ),
  'duplicate-node-name': entry<{ kind: string; name: string; otherKind: string }>(
    'error',
    ({ kind, name, otherKind }) =>
      `${kind} "${name}" has the name of a ${otherKind.toLowerCase()}: ref('${name}') could mean both`,
    () => 'rename one of them',
  ),
  'duplicate-relation': entry<{
    kind: string;
    name: string;
    otherKind: string;
    otherName: string;
    relation: string;
  }>(
    'error',
    ({ kind, name, otherKind, otherName, relation }) =>
      `${kind} "${name}" and ${otherKind.toLowerCase()} "${otherName}" are both published as "${relation}"`,
    ({ name }) => `give "${name}" another "alias" or "schema"`,
  ),
  'relation-name-case': entry<{
    kind: string;
    name: string;
    otherKind: string;
    otherName: string;
    relation: string;
    other: string;
  }>(
    'error',
    ({ kind, name, otherKind, otherName, relation, other }) =>
      `${kind} "${name}" and ${otherKind.toLowerCase()} "${otherName}" are published as "${relation}" and "${other}", which most warehouses take for the same name`,
    ({ name }) => `give "${name}" another "alias" or "schema"`,
  ),
};

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
