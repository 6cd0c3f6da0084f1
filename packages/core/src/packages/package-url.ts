/** Why git may not be given such an URL. */
export interface UrlProblem {
  readonly problem: string;
  readonly hint: string | undefined;
}

const scpLike = /^(?:[\w.-]+@)?(\[[\da-fA-F:]+\]|[\w.-]+):(?!\/\/|:)/;

/** Where git fetches from: https, ssh (`git@host:path`, too), and files of this machine. */
export function gitUrlProblem(url: string): UrlProblem | undefined {
  const place = urlPlace(url);
  if (place.problem !== undefined) return { problem: place.problem, hint: undefined };
  if (['https', 'ssh', 'git+ssh', 'ssh+git', 'file'].includes(place.scheme)) return undefined;
  const https = place.scheme === 'http' || place.scheme === 'git';
  return {
    problem: `"${place.scheme}" is not allowed; git may use https, ssh and file`,
    hint: https ? url.replace(/^\w+:/, 'https:') : undefined,
  };
}

export function tarballUrlProblem(url: string): UrlProblem | undefined {
  const place = urlPlace(url);
  if (place.problem !== undefined) return { problem: place.problem, hint: undefined };
  if (['https', 'http'].includes(place.scheme)) return undefined;
  if (place.scheme === 'file' && url.startsWith('file:///')) return undefined;
  return {
    problem: `"${place.scheme}" is not allowed; an archive may be fetched by https, http and file:///`,
    hint: undefined,
  };
}

export interface UrlPlace {
  readonly scheme: string;
  /** Empty: this machine. */
  readonly host: string;
  readonly problem: string | undefined;
}

/** What of an URL decides whether it may be used, and for whom. */
export function urlPlace(url: string): UrlPlace {
  const refuse = (problem: string): UrlPlace => ({ scheme: '', host: '', problem });
  if (url.startsWith('-')) return refuse('it begins with a dash, as options do');
  if (/[\p{Cc}]/u.test(url)) return refuse('it holds control characters');
  const helper = /^([A-Za-z][\w+.-]*)::/.exec(url);
  if (helper !== null) return refuse(`"${helper[1]}::" would start another program`);
  const scheme = /^([A-Za-z][\w+.-]*):\/\//.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return placeWithoutScheme(url);
  const authority = url.slice(scheme.length + 3).split(/[/?#]/)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  if (host.startsWith('-') || authority.startsWith('-'))
    return refuse('its host begins with a dash, as options do');
  if (host === '' && scheme !== 'file') return refuse('it names no host');
  return { scheme, host: scheme === 'file' ? '' : host, problem: undefined };
}

function placeWithoutScheme(url: string): UrlPlace {
  if (url.startsWith('/')) return { scheme: 'file', host: '', problem: undefined };
  const host = /^[A-Za-z]:[\\/]/.test(url) ? undefined : scpLike.exec(url)?.[1];
  if (host === undefined)
    return { scheme: '', host: '', problem: 'it is neither an URL nor an absolute path' };
  if (host.startsWith('-'))
    return { scheme: '', host: '', problem: 'its host begins with a dash, as options do' };
  return { scheme: 'ssh', host: host.toLowerCase(), problem: undefined };
}

/** The names that a project can have, and that its folder gets. */
export function isProjectName(name: string): boolean {
  return name.length <= 200 && /^[^\d\W]\w*$/.test(name);
}
