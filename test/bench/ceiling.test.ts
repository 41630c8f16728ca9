import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILDS, loadModule } from '../../lib/backend/simd/module';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import {
  CHAINS,
  COPIES,
  ceilingSource,
  chainName,
  copyName,
  operations,
} from '../../tools/bench/ceiling-source';
import { compileFolder, OPTIONS_OF } from '../../tools/wasm/compile';

const folder = mkdtempSync(join(tmpdir(), 'backprop-ceiling-'));
type Loops = Record<string, (...args: number[]) => number> & { memory: { buffer: ArrayBuffer } };
let [fused, loops]: Loops[] = [];

beforeAll(async () => {
  writeFileSync(join(folder, 'index.ts'), ceilingSource());
  const builds: Loops[] = [];
  for (const build of BUILDS) {
    const path = join(folder, `${build}.wasm`);
    writeFileSync(path, await compileFolder(folder, OPTIONS_OF[build]));
    builds.push(new WebAssembly.Instance(loadModule([path])).exports as Loops);
  }
  [fused, loops] = builds;
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
  // In one instruction the product is not rounded: each sum is off by half a unit less, or not at all.
  expect(Math.abs(fused[chainName(chains)](turns) / all - 1)).toBeLessThan(
    turns * chains.unrolled * 2 ** -23,
  );
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
