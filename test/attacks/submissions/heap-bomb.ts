// Fills the heap.

export function onCall(): never {
  const kept: number[][] = [];
  for (;;) kept.push(new Array(1e6).fill(1.5));
}
