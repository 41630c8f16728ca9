// Fills the memory of WebAssembly.

type Memory = new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: Memory } }).WebAssembly;

export function onCall(): void {
  const kept: object[] = [];
  for (let i = 0; i < 8; i++) {
    const memory = new Memory({ initial: 8_000, maximum: 8_000 });
    new Uint8Array(memory.buffer).fill(1);
    kept.push(memory);
  }
  if (kept.length > 0) throw new Error('4 GB were to be had');
}
