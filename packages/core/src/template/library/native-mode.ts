// Rendering is synchronous, so whether `as_bool` and its kin convert (in YAML) or do nothing (in SQL) can be a variable.
let native = false;

export function switchNativeFilters(value: boolean): boolean {
  const before = native;
  native = value;
  return before;
}

export function nativeFilters(): boolean {
  return native;
}
