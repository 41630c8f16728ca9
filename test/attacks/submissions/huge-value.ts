// Returns ten million numbers.

export function onResult(): unknown {
  return new Float64Array(1e7);
}
