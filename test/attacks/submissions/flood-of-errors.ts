// Prints errors without end.

export function onCall(): never {
  for (;;) console.error('x'.repeat(10_000));
}
