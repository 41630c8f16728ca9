import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import {
  CHAINS,
  COPIES,
  ceilingSource,
  chainName,
  copyName,
  operations,
} from '../../tools/bench/ceiling-source';
import { compileFolder } from '../../tools/wasm/compile';

const folder = mkdtempSync(join(tmpdir(), 'backprop-ceiling-'));
let loops: Record<string, (...args: number[]) => number> & { memory: { buffer: ArrayBuffer } };

beforeAll(async () => {
  writeFileSync(join(folder, 'index.ts'), ceilingSource());
  const module = new WebAssembly.Module(await compileFolder(folder));
  loops = new WebAssembly.Instance(module).exports as typeof loops;
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(CHAINS)('$sums sums, $unrolled times in a turn, compute all that is counted', (chains) => {
  const [x, y, turns] = [Math.fround(0.999), Math.fround(0.001), 7];
  let all = 0;
  for (let i = 0; i < chains.sums; i++) {
    let a = i + 1;
    for (let turn = 0; turn < turns * chains.unrolled; turn++) a = Math.fround(Math.fround(a * x) + y);
    all = i === 0 ? a : Math.fround(all + a);
  }
  expect(loops[chainName(chains)](turns)).toBe(all);
  expect(operations(chains, turns)).toBe(chains.sums * chains.unrolled * turns * 8);
});

test.each([...COPIES.map(copyName), 'fill'])('%s copies every byte and no other', (name) => {
  loops.reserve(1);
  const bytes = new Uint8Array(loops.memory.buffer);
  const [from, to, length] = [1024, 8192, 1280];
  bytes.fill(0);
  for (let i = 0; i < length; i++) bytes[from + i] = 1 + (i % 255);
  loops[name](to, from, length);
  expect(bytes.subarray(to, to + length)).toEqual(bytes.subarray(from, from + length));
  expect([bytes[to - 1], bytes[to + length]]).toEqual([0, 0]);
});
