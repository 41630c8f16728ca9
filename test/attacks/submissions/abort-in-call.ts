// Aborts the process.

export function onCall(): never {
  process.abort();
}
