// A regular expression that takes exponential time.

export function onCall(): void {
  /^(a+)+$/.test(`${'a'.repeat(60)}b`);
}
