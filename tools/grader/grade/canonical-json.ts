// One text for one value, whatever the order in which its parts came: RFC 8785 (JSON Canonicalization Scheme), for the
// plain data of a record. Numbers and strings are written by JSON.stringify, as the RFC demands.

/** @param indent for a file that people read; signatures are made of the text without */
export function canonicalJson(value: unknown, indent = 0): string {
  return JSON.stringify(sorted(value), null, indent);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  // The order of UTF-16 code units, which is that of sort().
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
