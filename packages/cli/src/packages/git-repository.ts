import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { diagnostic } from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';

export interface GitRequest {
  /** Checked already: see `gitUrlProblem`. */
  readonly url: string;
  /** Null: the default branch. */
  readonly revision: string | null;
  /** Does not exist yet. */
  readonly folder: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

export interface GitCheckout {
  /** The id of the commit. */
  readonly sha: string;
}

const timeLimit = 5 * 60_000;
/** The part of git's own words that is kept. */
const mostWords = 16 * 1024;

/**
 * Fetches one revision, without its history, and checks it out. Git runs nothing of the repository's: no hooks, no
 * submodules, no filters, and it talks to other hosts by https and ssh only.
 */
export async function checkOutGit(request: GitRequest): Promise<GitCheckout> {
  const git = new Git(request);
  const wanted = await git.find(request.revision);
  mkdirSync(request.folder, { recursive: true });
  await git.run(['init', '--quiet', '--template=', '--', request.folder]);
  const sha = await git.fetch(wanted);
  await git.run(['-C', request.folder, 'checkout', '--quiet', '--force', '--detach', sha]);
  return { sha };
}

class Git {
  readonly #request: GitRequest;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(request: GitRequest) {
    this.#request = request;
    this.#environment = gitEnvironment(request.environment);
  }

  /** What to ask the other side for: a full ref name, or the id of a commit. Tags before branches, as in dbt. */
  async find(revision: string | null): Promise<string> {
    const { url } = this.#request;
    if (revision === null || revision === 'HEAD') return 'HEAD';
    if (isCommit(revision)) return revision;
    const names = [`refs/tags/${revision}`, `refs/heads/${revision}`];
    const listed = await this.run(['ls-remote', '--quiet', '--', url, ...names]);
    const found = new Set(listed.split('\n').map((line) => line.split('\t')[1]));
    const name = names.find((one) => found.has(one));
    if (name !== undefined) return name;
    throw this.#unknown(revision);
  }

  /** The id of the commit that was fetched. */
  async fetch(wanted: string): Promise<string> {
    const { folder, url } = this.#request;
    const options = ['--quiet', '--no-tags', '--no-recurse-submodules'];
    const own = 'refs/tfm/wanted';
    const target = `+${wanted}:${own}`;
    const fetched = await this.#try(['-C', folder, 'fetch', ...options, '--depth', '1', '--', url, target]);
    if (fetched.code !== 0) {
      if (!isCommit(wanted)) throw this.#failure(fetched);
      // Some servers give out commits only as a part of a branch or tag.
      const all = ['+refs/heads/*:refs/tfm/heads/*', '+refs/tags/*:refs/tfm/tags/*'];
      await this.run(['-C', folder, 'fetch', ...options, '--', url, ...all]);
    }
    const name = fetched.code === 0 ? own : wanted;
    const sha = await this.#try(['-C', folder, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    const text = sha.output.trim();
    if (sha.code !== 0 || !isCommit(text)) throw this.#unknown(wanted);
    return text;
  }

  async run(args: readonly string[]): Promise<string> {
    const result = await this.#try(args);
    if (result.code !== 0) throw this.#failure(result);
    return result.output;
  }

  #try(args: readonly string[]): Promise<GitResult> {
    const { signal, url } = this.#request;
    return new Promise((resolve, reject) => {
      const child = spawn('git', [...safeConfig, ...args], {
        env: this.#environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimit)]),
        windowsHide: true,
      });
      let output = '';
      let words = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (output.length < 16 * mostWords) output += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(-mostWords);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT')
          reject(new CommandFailure(exitCodes.mistake, [diagnostic('git-missing', { url })]));
        else if (signal.aborted) reject(new CommandFailure(exitCodes.warehouse, []));
        else if (error.name === 'AbortError')
          resolve({ code: -1, output, words: 'it does not answer in time' });
        else reject(error);
      });
      child.on('close', (code) => resolve({ code: code ?? -1, output, words }));
    });
  }

  #unknown(revision: string): CommandFailure {
    const { url } = this.#request;
    return new CommandFailure(exitCodes.mistake, [diagnostic('package-revision-unknown', { url, revision })]);
  }

  #failure({ words }: GitResult): CommandFailure {
    const what = `Repository "${this.#request.url}"`;
    return new CommandFailure(exitCodes.warehouse, [
      diagnostic('package-unreachable', { what, reason: gitReason(words), hint: gitHint(words) }),
    ]);
  }
}

interface GitResult {
  readonly code: number;
  readonly output: string;
  readonly words: string;
}

/** Whatever the user's own configuration says. */
const safeConfig = [
  ['core.hooksPath', devNull],
  ['core.fsmonitor', 'false'],
  ['core.symlinks', 'true'],
  ['protocol.allow', 'never'],
  ['protocol.https.allow', 'always'],
  ['protocol.ssh.allow', 'always'],
  ['protocol.file.allow', 'always'],
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['advice.detachedHead', 'false'],
].flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/** What git and ssh need to find the way and the user's own keys; nothing else of the environment. */
const passedOn =
  /^(?:PATH|HOME|USER|LOGNAME|TMPDIR|TMP|TEMP|SSH_AUTH_SOCK|SSH_AGENT_PID|SSH_ASKPASS|GIT_SSH|GIT_SSH_COMMAND|GIT_ASKPASS|GIT_SSL_\w+|GIT_CONFIG_\w+|SSL_CERT_FILE|SSL_CERT_DIR|XDG_CONFIG_HOME|(?:https?|all|no)_proxy|SYSTEMROOT|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMFILES|COMSPEC|PATHEXT)$/i;

function gitEnvironment(environment: ReadonlyMap<string, string>): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries([...environment].filter(([name]) => passedOn.test(name))),
    LC_ALL: 'C',
    // Nobody sits there to answer; ssh is asked not to ask, either.
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: environment.get('GIT_SSH_COMMAND') ?? 'ssh -oBatchMode=yes',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
    GIT_LFS_SKIP_SMUDGE: '1',
  };
}

function isCommit(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The line that says what is wrong. */
function gitReason(words: string): string {
  const lines = words.split('\n').map((line) => line.replace(/^(?:fatal|error|remote): */, '').trim());
  const meant = lines.filter(
    (line) => line !== '' && !/^(?:warning|hint)|correct access rights|^and the repository exists/.test(line),
  );
  return (meant[0] ?? 'git says no more').replace(/\.$/, '');
}

function gitHint(words: string): string | undefined {
  if (
    /could not read (?:Username|Password)|Authentication failed|Permission denied|access rights/i.test(words)
  )
    return 'check your access to it: git ls-remote <url>';
  return undefined;
}
