// Fills the memory outside of the heap.

export function onCall(): void {
  const kept: Uint8Array[] = [];
  for (let i = 0; i < 64; i++) kept.push(new Uint8Array(5e7).fill(1));
  if (kept.length > 0) throw new Error('3 GB were to be had');
}
