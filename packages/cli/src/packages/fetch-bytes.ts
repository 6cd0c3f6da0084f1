import { setTimeout } from 'node:timers/promises';
import { diagnostic } from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';

export interface FetchRequest {
  readonly url: string;
  /** How it is called in a message: `The package hub https://…`. */
  readonly what: string;
  readonly mostBytes: number;
  /** Of one attempt, in milliseconds. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
}

/** Pauses before another attempt, in milliseconds. */
const pauses = [300, 1000, 2500];

/** What is at an URL; undefined when it answers that there is nothing. Fails with one clear error, after some attempts. */
export async function fetchBytes(request: FetchRequest): Promise<Buffer | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetchOnce(request);
    } catch (error) {
      if (request.signal.aborted) throw new CommandFailure(exitCodes.warehouse, []);
      const pause = pauses[attempt];
      const isFinal = error instanceof Refusal && !error.mayPass;
      if (isFinal || pause === undefined) throw unreachable(request.what, error);
      await setTimeout(pause, undefined, { signal: request.signal }).catch(() => undefined);
    }
  }
}

/** The other side answered, but not with what was asked for. */
class Refusal extends Error {
  readonly mayPass: boolean;
  readonly hint: string | undefined;

  constructor(reason: string, mayPass: boolean, hint?: string) {
    super(reason);
    this.mayPass = mayPass;
    this.hint = hint;
  }
}

async function fetchOnce({ url, mostBytes, timeLimit, signal }: FetchRequest): Promise<Buffer | undefined> {
  const { address, headers } = withoutUser(url);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeLimit)]);
  const response = await fetch(address, { headers, signal: limited, redirect: 'follow' });
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw refusalOf(response.status);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes)
      throw new Refusal(`it has more than ${Math.floor(mostBytes / 1024 / 1024)} MiB`, false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` takes no user and password in an URL. */
function withoutUser(url: string): { readonly address: URL; readonly headers: Record<string, string> } {
  const address = new URL(url);
  const headers: Record<string, string> = { 'user-agent': 'tfm deps' };
  if (address.username !== '' || address.password !== '') {
    const user = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
    headers.authorization = `Basic ${Buffer.from(user, 'utf8').toString('base64')}`;
    address.username = '';
    address.password = '';
  }
  return { address, headers };
}

function refusalOf(status: number): Refusal {
  if (status === 401 || status === 403)
    return new Refusal(
      `access is refused (HTTP ${status})`,
      false,
      'check the user, password or token in its URL',
    );
  return new Refusal(`it answers HTTP ${status}`, status >= 500 || status === 408 || status === 429);
}

function unreachable(what: string, error: unknown): CommandFailure {
  const { reason, hint } = reasonOf(error);
  return new CommandFailure(exitCodes.warehouse, [diagnostic('package-unreachable', { what, reason, hint })]);
}

function reasonOf(error: unknown): { readonly reason: string; readonly hint: string | undefined } {
  if (error instanceof Refusal) return { reason: error.message, hint: error.hint };
  if (error instanceof Error && error.name === 'TimeoutError')
    return { reason: 'it does not answer in time', hint: undefined };
  const cause = rootCause(error);
  const code = 'code' in cause ? String(cause.code) : '';
  const words = wordsOfCode[code];
  if (words !== undefined) return { reason: `${words} (${code})`, hint: undefined };
  if (/CERT|SIGNATURE|ALTNAME|SSL|TLS/.test(code))
    return {
      reason: `its certificate is not trusted (${code})`,
      hint: 'name the file of your certificate authority: NODE_EXTRA_CA_CERTS=<file>',
    };
  return { reason: code === '' ? cause.message : `${cause.message} (${code})`, hint: undefined };
}

const wordsOfCode: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known here',
  EAI_AGAIN: 'its name cannot be looked up',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it does not answer in time',
  ENETUNREACH: 'there is no way to it from this network',
  EHOSTUNREACH: 'there is no way to it from this network',
};

/** `fetch failed` hides what happened in its causes. */
function rootCause(error: unknown): Error {
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    if (cause instanceof AggregateError && cause.errors[0] instanceof Error) cause = cause.errors[0];
    else if (cause.cause instanceof Error) cause = cause.cause;
    else break;
  }
  return cause instanceof Error ? cause : new Error(String(error));
}
