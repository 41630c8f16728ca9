import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { loadKernels } from '../../lib/backend/simd/kernels';
import { loadModule, MODULES } from '../../lib/backend/simd/module';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import { sizeOf } from '../../lib/shape';
import { expectClose, floats, size, stream } from './backend-arrays';

const fused = simdBackend(loadKernels(MODULES.fused));
const plain = simdBackend(loadKernels(MODULES.plain));

/** Half the distance of neighbours at 1, and the smallest float32 above 0. */
const EPSILON = 2 ** -24;
const LEAST = 2 ** -149;

const abs = (x: NDArray): NDArray => reference.unary('abs', x);
const wide = (x: NDArray): NDArray => reference.cast(x, 'float64');

type Arithmetic = Pick<typeof fused, 'matmul' | 'convolve' | 'convolveInput' | 'convolveWeight'>;

/**
 * Both builds are within the bound of rounding sums of `terms` products (Higham 2002, §3.1), with one rounding for each
 * product and each sum, or for both together; and so within twice the bound of one another.
 */
function check(terms: number, compute: (on: Arithmetic, of: (x: NDArray) => NDArray) => NDArray): void {
  const expected = reference.cast(compute(reference as Arithmetic, wide), 'float32');
  const sizes = compute(reference as Arithmetic, (x) => abs(wide(x)));
  const bound = (i: number) => (terms + 4) * (EPSILON * sizes.data[i] * 1.01 + LEAST);
  const [one, other] = [fused, plain].map((build) => compute(build, (x) => x));
  expectClose(one, expected, bound);
  expectClose(other, expected, bound);
  expectClose(one, other, (i) => 2 * bound(i));
}

describe('with and without the fused multiply-add, the same within the bound of rounding', () => {
  const rarity = fc.constantFrom(0, 0, 20);

  test('products, for all transposes', () => {
    const inner = fc.oneof(size, fc.integer({ min: 370, max: 400 }));
    const flags = fc.record({ transposeA: fc.boolean(), transposeB: fc.boolean() });
    const property = fc.property(
      size,
      inner,
      size,
      flags,
      rarity,
      fc.integer(),
      (m, k, n, options, rare, seed) => {
        const random = stream(seed);
        const a = floats(options.transposeA ? [k, m] : [m, k], random, rare);
        const b = floats(options.transposeB ? [n, k] : [k, n], random, rare);
        check(k, (on, of) => on.matmul(of(a), of(b), options));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  test('convolutions and their gradients', () => {
    const sizes = fc.record({
      batch: fc.constantFrom(1, 2, 9),
      channels: fc.integer({ min: 1, max: 5 }),
      out: fc.constantFrom(1, 3, 4, 9),
      length: fc.integer({ min: 3, max: 12 }),
      stride: fc.constantFrom(1, 1, 2),
      padding: fc.constantFrom(0, 1),
    });
    const property = fc.property(sizes, rarity, fc.integer(), (shape, rare, seed) => {
      const { batch, channels, out, length, stride, padding } = shape;
      const random = stream(seed);
      const places = Math.floor((length + 2 * padding - 3) / stride) + 1;
      const x = floats([batch, channels, length, length], random, rare);
      const weight = floats([out, channels, 3, 3], random);
      const gradient = floats([batch, out, places, places], random, rare);
      const pair = (value: number) => [value, value] as const;
      const window = { kernel: pair(3), stride: pair(stride), padding: pair(padding), dilation: pair(1) };
      check(9 * channels, (on, of) => on.convolve(of(x), of(weight), null, window));
      check(9 * out, (on, of) => on.convolveInput(of(gradient), of(weight), x.shape, window));
      const terms = batch * sizeOf([places, places]);
      check(terms, (on, of) => on.convolveWeight(of(gradient), of(x), weight.shape, window));
    });
    fc.assert(property, { numRuns: 150 });
  });
});

describe('which build is taken', () => {
  // x² does not fit into 24 bits: x² − round(x²) is 0 where the product is rounded before it is added.
  const X = 1 + 2 ** -12;
  const [LEFT, RIGHT] = [[-1, X].map(Math.fround), [Math.fround(X * X), X]];
  const row = (shape: number[], values: number[]): NDArray => ({
    dtype: 'float32',
    shape,
    data: Float32Array.from(values),
  });
  const remainder = ({ matmul }: typeof fused) => matmul(row([1, 2], LEFT), row([2, 1], RIGHT)).data[0];

  /** What the library computes in a process of its own. */
  async function ask(options: string[] = []): Promise<number> {
    const program = `
      const { tensor } = require('backprop-lab');
      console.log(tensor([${JSON.stringify(LEFT)}]).matmul(tensor(${JSON.stringify(RIGHT.map((y) => [y]))})).item());`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...options, '-e', program], {
      cwd: join(__dirname, '../..'),
      env: { ...process.env, BACKPROP_BACKEND: 'simd' },
    });
    expect(stderr).toBe('');
    return Number(stdout);
  }

  test('the plain one rounds the product, the fused one does not where the machine can', () => {
    expect(remainder(plain)).toBe(0);
    expect([0, 2 ** -24]).toContain(remainder(fused));
  });

  test('the fused one, where the engine takes it', async () => {
    expect(await ask()).toBe(remainder(fused));
  });

  test('the plain one, without a notice, where the engine does not know its instructions', async () => {
    const hide = 'data:text/javascript,WebAssembly.validate = (bytes) => bytes.length < 100';
    expect(await ask(['--import', hide])).toBe(0);
  });

  test('V8 is left with the flags that it had', () => {
    const bytes = readFileSync(MODULES.fused);
    const before = WebAssembly.validate(bytes);
    loadModule([MODULES.fused]);
    expect(WebAssembly.validate(bytes)).toBe(before);
  });

  test('one of the files is enough', () => {
    expect(remainder(simdBackend(loadKernels('nowhere.wasm', MODULES.plain)))).toBe(0);
    expect(remainder(simdBackend(loadKernels(MODULES.fused, 'nowhere.wasm')))).toBe(remainder(fused));
  });
});
