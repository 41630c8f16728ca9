// Prints without end.

export function onCall(): never {
  for (;;) console.log('x'.repeat(10_000));
}
