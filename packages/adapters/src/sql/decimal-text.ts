const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * A decimal as an integer of its last place: `'12.5'` at scale 2 is `1250n`. More digits than the scale are
 * rounded half away from zero, as the warehouses' own casts do. Undefined for what is no number.
 */
export function unscaledDecimal(text: string, scale: number): bigint | undefined {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  // Digits that stand before the last place, once the exponent has moved the point.
  const places = fraction.length - Number(exponent);
  const digits = `${whole}${fraction}`;
  const shift = scale - places;
  let value: bigint;
  if (shift >= 0) value = BigInt(digits + '0'.repeat(shift));
  else {
    const kept = digits.slice(0, Math.max(0, digits.length + shift));
    const roundUp = -shift <= digits.length && digits.charCodeAt(digits.length + shift) >= 53;
    value = BigInt(kept === '' ? '0' : kept) + (roundUp ? 1n : 0n);
  }
  return sign === '-' ? -value : value;
}

/** The other way: `1250n` at scale 2 is `'12.50'`. */
export function decimalText(unscaled: bigint, scale: number): string {
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return negative ? `-${text}` : text;
}
