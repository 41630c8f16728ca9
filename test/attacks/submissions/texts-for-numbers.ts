// Returns texts that look like the numbers.

export function onResult(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String) : String(value);
}
