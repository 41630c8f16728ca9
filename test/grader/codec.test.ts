import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tensor, tensor } from '../../lib';
import { encodeText } from '../../tools/grader/sandbox/codec';
import {
  elementwise,
  polynomial,
  polynomialOfSeveral,
  quadratic,
  randomNumbers,
  scalar,
  weightedSum,
} from '../../tools/grader/sandbox/functions';
import { received } from '../../tools/grader/sandbox/grader-side';
import { MAX_DEPTH, type Plain, PlainDataError } from '../../tools/grader/sandbox/plain';

const encode = (value: unknown): unknown => JSON.parse(encodeText(value));
const overTheWire = (value: Plain): Plain => received(JSON.parse(JSON.stringify(encode(value))));

describe('the codec', () => {
  test('brings back all plain data', () => {
    const { value } = fc.letrec<{ value: Plain }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double(),
        fc.constantFrom(-0, undefined, null, true),
        fc.string(),
        fc.bigInt(),
        fc.float64Array(),
        fc.int32Array(),
        fc.uint8Array(),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value'), { noNullPrototype: false }),
      ),
    }));
    fc.assert(
      fc.property(value, (plain) => {
        expect(overTheWire(plain)).toEqual(plain);
      }),
    );
  });

  test('refuses what is too deep, too long or unknown', () => {
    let deep: Plain = 1;
    for (let i = 0; i <= MAX_DEPTH; i++) deep = [deep];
    expect(() => encode(deep)).toThrow(PlainDataError);
    expect(() => encode(new Array(2_000_000))).toThrow(PlainDataError);
    expect(() => encode('x'.repeat(200_000))).toThrow(PlainDataError);
    expect(() => received(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toThrow(PlainDataError);
    for (const json of [{}, { $: 'toString' }, { $: 'bigint', value: 'x' }, { $: 'object', value: [1] }]) {
      expect(() => received(json)).toThrow(PlainDataError);
    }
    expect(() => received({ $: 'Float64Array', value: 'AAAA' })).toThrow(PlainDataError);
  });

  test('brings back tensors as tensors, with their gradients', () => {
    const sent = tensor([[1, -0, Number.NaN]], { dtype: 'float64', requiresGrad: true });
    sent.grad = tensor([[0.5, 2, 3]], { dtype: 'float64' });
    const { gone, plain } = overTheWire({ gone: [sent], plain: tensor(3) }) as unknown as {
      gone: Tensor[];
      plain: Tensor;
    };
    expect(gone[0]).toBeInstanceOf(Tensor);
    expect(gone[0].toArray()).toEqual([[1, -0, Number.NaN]]);
    expect(gone[0].requiresGrad).toBe(true);
    expect(gone[0].grad?.toArray()).toEqual([[0.5, 2, 3]]);
    expect(plain).toMatchObject({ shape: [], dtype: 'float32', requiresGrad: false, grad: null });
  });

  test('refuses a tensor that is none', () => {
    const good = encode(tensor([1, 2])) as Record<string, unknown>;
    const bad = [
      { shape: [3] },
      { shape: [-1, -2] },
      { shape: [1.5] },
      { shape: '2' },
      { shape: [2, 1, 1, 1, 1, 1, 1, 1, 1] },
      { dtype: 'float64' },
      { dtype: 'toString' },
      { value: [1, 2] },
      { grad: { ...good, shape: [3] } },
    ];
    expect(received(good)).toBeInstanceOf(Tensor);
    for (const change of bad)
      expect(() => received({ ...good, ...change }), JSON.stringify(change)).toThrow(PlainDataError);
    // A gradient of a gradient of a gradient …
    let deep: unknown = null;
    for (let i = 0; i <= MAX_DEPTH; i++) deep = { ...good, grad: deep };
    expect(() => received(deep)).toThrow(PlainDataError);
  });

  test('makes the same function anew from its description', () => {
    const { PI } = Math;
    const cases: [Plain, unknown, number][] = [
      [polynomial([1, 2, 3]), 2, 17],
      [
        polynomialOfSeveral([
          { coefficient: 2, powers: [1, 3] },
          { coefficient: -1, powers: [0, 0] },
        ]),
        [5, 2],
        79,
      ],
      [
        quadratic(
          [
            [2, 0],
            [0, 4],
          ],
          [1, -1],
        ),
        [3, 1],
        9 + 3 + 2 - 1,
      ],
      [weightedSum('square', [1, 10]), [2, 3], 94],
      [scalar('sin'), PI / 2, 1],
    ];
    for (const [f, x, y] of cases) expect((overTheWire(f) as unknown as (x: unknown) => number)(x)).toBe(y);
    const relu = overTheWire(elementwise('relu')) as unknown as (x: Tensor) => Tensor;
    expect(relu(tensor([-1, 2])).toArray()).toEqual([0, 2]);
    const [one, two] = [randomNumbers('normal', 7), overTheWire(randomNumbers('normal', 7)) as () => number];
    expect([two(), two(), two()]).toEqual([one(), one(), one()]);
  });

  test('refuses a description that is none', () => {
    for (const description of [
      { $fn: 'eval' },
      { $fn: 'constructor' },
      { $fn: 'scalar', name: 'constructor' },
      { $fn: 'elementwise', name: 'backward' },
      { $fn: 'polynomial', coefficients: ['1'] },
      { $fn: 'terms', terms: [{ coefficient: 1 }] },
      { $fn: 'uniform', seed: 0.5 },
      null,
    ]) {
      expect(
        () => received({ $: 'function', value: encode(description) }),
        JSON.stringify(description),
      ).toThrow(PlainDataError);
    }
  });
});
