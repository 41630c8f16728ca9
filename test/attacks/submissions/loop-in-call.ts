// Never returns.

export function onCall(): never {
  for (;;);
}
