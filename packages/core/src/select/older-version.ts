/** Numbers compare as numbers, else as text. */
export function isOlderVersion(version: string | number, other: string | number): boolean {
  const [one, two] = [asNumber(version), asNumber(other)];
  if (one !== undefined && two !== undefined) return one < two;
  return String(version) < String(other);
}

function asNumber(version: string | number): number | undefined {
  const number = typeof version === 'number' ? version : version.trim() === '' ? Number.NaN : Number(version);
  return Number.isNaN(number) ? undefined : number;
}
