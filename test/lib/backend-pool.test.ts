import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { loadKernels } from '../../lib/backend/simd/kernels';
import { matmul } from '../../lib/backend/simd/matmul';
import { floats, stream } from './backend-arrays';

const ROOT = join(__dirname, '../..');

/** Runs JavaScript in a process of its own, where `lib` is the library. @returns what it prints, as a number */
async function run(body: string, options: string[] = []): Promise<number> {
  const program = `const lib = require('./lib/load.cjs'); (async () => { ${body} })();`;
  const { stdout } = await promisify(execFile)(process.execPath, [...options, '-e', program], {
    cwd: ROOT,
    env: { ...process.env, BACKPROP_BACKEND: 'simd' },
    timeout: 55_000,
  });
  return Number(stdout);
}

const bytes = ({ data }: NDArray): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe('the pool', () => {
  test('arrays do not overlap, are zero, and stay while the scratchpad grows and moves', () => {
    const space = loadKernels();
    const random = stream(1);
    const arrays = Array.from({ length: 40 }, (_, i) => {
      const array = space.pool.allocate(300 + 997 * i);
      expect(array.every((value) => value === 0)).toBe(true);
      expect(space.pool.placeOf(array)).not.toBeNull();
      array.fill(i);
      // Larger and larger products: the scratchpad must move out of the way.
      const size = 20 + 15 * i;
      const x = floats([size, size], random);
      const eye = floats([size, size], random);
      eye.data.fill(0);
      for (let k = 0; k < size; k++) eye.data[k * size + k] = 1;
      expect(Buffer.compare(bytes(matmul(space, x, eye)), bytes(x))).toBe(0);
      return array;
    });
    arrays.forEach((array, i) => {
      expect(array.every((value) => value === i)).toBe(true);
    });
  });

  test('short arrays, and others than its own, are not in it', () => {
    const { pool } = loadKernels();
    expect(pool.placeOf(pool.allocate(10))).toBeNull();
    expect(pool.placeOf(new Float32Array(1000))).toBeNull();
    expect(pool.placeOf(new Float32Array(new SharedArrayBuffer(4000)))).toBeNull();
  });

  test('is bounded: when it is full, arrays are plain ones', () => {
    const { pool } = loadKernels();
    const size = 2 ** 22;
    const arrays = Array.from({ length: 12 }, () => pool.allocate(size));
    const inside = arrays.filter((array) => pool.placeOf(array) !== null);
    expect(inside.length).toBeGreaterThanOrEqual(5);
    // 128 MiB are 8 arrays of 16 MiB.
    expect(inside.length).toBeLessThanOrEqual(8);
    expect(arrays.every((array) => array.length === size && array[size - 1] === 0)).toBe(true);
  });

  test('uses a block again once its array is garbage', async () => {
    const places = await run(
      `const { loadKernels } = require('./lib/backend/simd/kernels');
       const { pool } = loadKernels();
       const places = new Set();
       for (let i = 0; i < 20; i++) {
         places.add(pool.placeOf(pool.allocate(100_000)));
         gc();
         await new Promise((resolve) => setImmediate(resolve));
       }
       console.log(places.size);`,
      ['--expose-gc'],
    );
    expect(places).toBeGreaterThanOrEqual(1);
    expect(places).toBeLessThan(8);
  });
});

describe('memory stays bounded', () => {
  const setUp = `
    const model = new lib.nn.Sequential(new lib.nn.Linear(256, 256), new lib.nn.ReLU(), new lib.nn.Linear(256, 10));
    const x = lib.randn([64, 256]);
    const optimizer = () => new lib.optim.Adam(model.parameters());
    const adam = optimizer();
    const step = () => { adam.zeroGrad(); model.forward(x).sum().backward(); adam.step(); };
    const rss = () => process.memoryUsage().rss / 2 ** 20;`;

  // Each makes GiBs of tensors, and may keep 200 MiB of them.
  test.each([
    ['training that never yields', 'for (let i = 0; i < count; i++) step();', 3000],
    [
      'training that awaits',
      'for (let i = 0; i < count; i++) { step(); if (i % 10 === 0) await new Promise(setImmediate); }',
      3000,
    ],
    [
      'evaluation',
      'lib.noGrad(() => { for (let i = 0; i < count; i++) model.forward(x).sum().item(); });',
      8000,
    ],
    [
      'a new optimizer at every step',
      'for (let i = 0; i < count; i++) { model.forward(x).sum().backward(); optimizer().step(); }',
      2000,
    ],
  ])('%s', async (_, loop, count) => {
    const growth = await run(
      `${setUp} const go = async (count) => { ${loop} };
       await go(200); const before = rss(); await go(${count}); console.log(rss() - before);`,
    );
    expect(growth).toBeLessThan(200);
  });
});
