import { entry } from '../entry.ts';

/** Mistakes about the packages a project asks for, and what fetching them can run into. */
export const packageCodes = {
  'packages-twice': entry<object>(
    'error',
    () => 'Both packages.yml and dependencies.yml hold "packages"; only one of them can',
    () => 'move all of them to packages.yml',
  ),
  'package-kind': entry<object>(
    'error',
    () => 'A package needs one of the keys "package", "git", "local" and "tarball"',
    () => 'package: dbt-labs/dbt_utils',
  ),
  'package-hub-name': entry<{ name: string }>(
    'error',
    ({ name }) => `"${name}" is no name of the package hub, which are an organization and a name`,
    ({ name }) => `package: dbt-labs/${name.replace(/\W+/g, '_')}`,
  ),
  'package-version': entry<{ package: string; version: string }>(
    'error',
    ({ package: name, version }) =>
      `"${version}" is no version of package "${name}": three numbers, perhaps with >=, >, < or <= before them`,
    ({ version }) => {
      const number = /^([<>]=?|=)?\s*v?(\d+)(?:\.(\d+))?$/.exec(version);
      return number === null
        ? undefined
        : `version: "${number[1] ?? ''}${number[2]}.${number[3] ?? '0'}.0", in quotes`;
    },
  ),
  'package-url': entry<{ url: string; problem: string; hint: string | undefined }>(
    'error',
    ({ url, problem }) => `The package "${url}" cannot be fetched: ${problem}`,
    ({ hint }) => hint,
  ),
  'package-private': entry<{ repository: string }>(
    'error',
    ({ repository }) => `Private package "${repository}" needs dbt's own platform, which lends its access`,
    ({ repository }) => `git: "git@github.com:${repository}.git", with access of your own`,
  ),
  'package-conflict': entry<{ package: string; asks: string }>(
    'error',
    ({ package: name, asks }) => `Nothing suits all who ask for package "${name}": ${asks}`,
    () => 'change what packages.yml asks for, so that one suits all of them',
  ),
  'package-version-unknown': entry<{ package: string; wanted: string; known: string; asks: string }>(
    'error',
    ({ package: name, wanted, known, asks }) =>
      `Package "${name}" has no version for ${wanted} (${asks}); it has ${known}`,
    () => 'ask for a version that there is',
  ),
  'package-unsettled': entry<{ packages: string }>(
    'error',
    ({ packages }) => `What the packages ask of each other never comes to rest: ${packages}`,
    () => 'ask for one exact version of each in packages.yml',
  ),
  'package-unknown': entry<{ package: string; hub: string; nearest: string | undefined }>(
    'error',
    ({ package: name, hub }) => `There is no package "${name}" on the hub ${hub}`,
    ({ nearest }) => (nearest === undefined ? undefined : `did you mean "${nearest}"?`),
  ),
  'package-redirected': entry<{ package: string; now: string }>(
    'warning',
    ({ package: name, now }) => `Package "${name}" is called "${now}" today`,
    ({ now }) => `package: ${now}`,
  ),
  'package-revision-unknown': entry<{ url: string; revision: string }>(
    'error',
    ({ url, revision }) => `Repository "${url}" has no tag, branch or whole commit id "${revision}"`,
    () => 'a tag, a branch, or all 40 digits of a commit',
  ),
  'package-unpinned': entry<{ url: string; what: string; sha: string }>(
    'warning',
    ({ url, what }) => `Git package "${url}" ${what}: it can change without warning`,
    ({ sha }) => `revision: ${sha}, or warn-unpinned: false`,
  ),
  'package-without-project': entry<{ package: string; problem: string }>(
    'error',
    ({ package: name, problem }) => `"${name}" is no package: ${problem}`,
  ),
  'package-name': entry<{ name: string; package: string }>(
    'error',
    ({ name, package: from }) => `The package of "${from}" calls itself "${name}", which cannot be a name`,
    () => 'letters, digits and _ only, a letter or _ first',
  ),
  'package-name-twice': entry<{ name: string; first: string; second: string }>(
    'error',
    ({ name, first, second }) => `Two projects are called "${name}": ${first} and ${second}`,
    () => 'remove one of them',
  ),
  'package-local-of-remote': entry<{ package: string; path: string }>(
    'error',
    ({ package: name, path }) =>
      `Package "${name}" asks for the folder "${path}" of this machine; only your own packages may`,
  ),
  'package-variable-elsewhere': entry<{ package: string; host: string }>(
    'error',
    ({ package: name, host }) =>
      `Package "${name}" would send a variable of your environment to "${host}", where your own list fetches nothing`,
    () => 'ask for that package in your own packages.yml',
  ),
  'package-unreachable': entry<{ what: string; reason: string; hint: string | undefined }>(
    'error',
    ({ what, reason }) => `${what} cannot be reached: ${reason}`,
    ({ hint }) => hint ?? 'check the network and the proxy; the packages installed before are untouched',
  ),
  'package-hub-answer': entry<{ url: string; problem: string }>(
    'error',
    ({ url, problem }) => `The package hub answers "${url}" with something else than expected: ${problem}`,
    () => 'check DBT_PACKAGE_HUB_URL; the packages installed before are untouched',
  ),
  'package-archive': entry<{ what: string; problem: string }>(
    'error',
    ({ what, problem }) => `The archive of "${what}" is not unpacked: ${problem}`,
  ),
  'package-too-large': entry<{ package: string; problem: string }>(
    'error',
    ({ package: name, problem }) => `Package "${name}" is not installed: ${problem}`,
  ),
  'package-links-skipped': entry<{ package: string; count: number; example: string }>(
    'warning',
    ({ package: name, count, example }) =>
      count === 1
        ? `Symbolic link "${example}" leads out of package "${name}" and is left out`
        : `${count} symbolic links such as "${example}" lead out of package "${name}" and are left out`,
  ),
  'git-missing': entry<{ url: string }>(
    'error',
    ({ url }) => `Package "${url}" needs git, which is not installed or not in PATH`,
    () => 'install git',
  ),
  'package-secret-in-lock': entry<{ package: string }>(
    'warning',
    ({ package: name }) =>
      `package-lock.yml gets "*****" for the secret that "${name}" holds; with it, tfm deps resolves anew each time`,
    () => 'write the secret as {{ env_var("DBT_ENV_SECRET_…") }}',
  ),
  'package-lock-broken': entry<{ problem: string }>(
    'error',
    ({ problem }) => `package-lock.yml cannot be used: ${problem}`,
    () => 'tfm deps --upgrade',
  ),
  'packages-install-path': entry<{ path: string; problem: string }>(
    'error',
    ({ path, problem }) => `Packages cannot be installed in "${path}": ${problem}`,
    () => 'packages-install-path: dbt_packages',
  ),
  'packages-not-installed': entry<{ problem: string }>(
    'error',
    ({ problem }) => problem,
    () => 'tfm deps',
  ),
  'packages-lock-outdated': entry<{ file: string }>(
    'warning',
    ({ file }) => `${file} has changed since the packages were installed`,
    () => 'tfm deps',
  ),
};
