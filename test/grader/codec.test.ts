import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode, MAX_DEPTH, type Plain, PlainDataError } from '../../tools/grader/sandbox/codec';

const overTheWire = (value: Plain): Plain => decode(JSON.parse(JSON.stringify(encode(value))));

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
    expect(() => decode(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toThrow(PlainDataError);
    for (const json of [{}, { $: 'toString' }, { $: 'bigint', value: 'x' }, { $: 'object', value: [1] }]) {
      expect(() => decode(json)).toThrow(PlainDataError);
    }
    expect(() => decode({ $: 'Float64Array', value: 'AAAA' })).toThrow(PlainDataError);
  });
});
