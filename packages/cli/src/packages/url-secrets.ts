/**
 * Passwords, tokens and signatures that stand in URLs of a text. A lone user of an http(s) URL is a token:
 * `https://ghp_abc@github.com`.
 */
export function urlSecrets(text: string): readonly string[] {
  const users = [...text.matchAll(/([a-z][a-z0-9+.-]*):\/\/([^\s/@'"{}]+)@/gi)].flatMap(
    ([, scheme = '', user = '']) => {
      const colon = user.indexOf(':');
      if (colon !== -1) return [user.slice(colon + 1)];
      return /^https?$/i.test(scheme) ? [user] : [];
    },
  );
  const parameters = [
    ...text.matchAll(/[?&][\w.-]*(?:token|key|sig|secret|password|credential)[\w.-]*=([^&\s'"#]+)/gi),
  ].map(([, value = '']) => value);
  return [...users, ...parameters].flatMap((secret) => [secret, decoded(secret)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
