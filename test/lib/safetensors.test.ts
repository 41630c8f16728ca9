import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interop, nn, ones, type Tensor, tensor, zeros } from 'backprop-lab';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const { decodeSafetensors, encodeSafetensors, loadSafetensors, saveSafetensors } = interop;

/** A file that the Python package `safetensors` wrote (tools/fixtures/codec.py). */
const fixture = (name: string): Uint8Array =>
  readFileSync(join(__dirname, 'fixtures', `${name}.safetensors`));

/** A file with any header and so many zero bytes of data. */
function file(header: unknown, dataBytes = 0): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = Buffer.alloc(8 + json.length + dataBytes);
  bytes.writeBigUInt64LE(BigInt(json.length));
  bytes.set(json, 8);
  return bytes;
}

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

describe('files of the Python package', () => {
  // The same tensors as in tools/fixtures/codec.py.
  const own = (): Record<string, Tensor> => ({
    weight: tensor([0, 1, 2, 3, 4, 5]).div(8).reshape([2, 3]),
    bias: tensor([0.1, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e-45]),
    double: tensor([0.1, 5e-324, -1.7976931348623157e308], { dtype: 'float64' }),
    scalar: tensor(2.5, { dtype: 'float64' }),
    empty: zeros([0, 3]),
    '10': tensor([-2147483648, 2147483647], { dtype: 'int32' }),
    '9': tensor([7], { dtype: 'int32' }),
    'naïve "quoted" \\ λ.😀': tensor([1]),
    '': tensor([2]),
  });

  test('are read', () => {
    const { tensors, metadata } = decodeSafetensors(fixture('codec'));
    expect(metadata).toEqual({ note: 'a "quoted" λ' });
    const expected = own();
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { dtype, shape, data }] of Object.entries(expected))
      expect({ ...tensors[name] }, name).toMatchObject({ dtype, shape, data });
  });

  test('are written byte for byte the same', () => {
    const bytes = encodeSafetensors(own(), { note: 'a "quoted" λ' });
    expect(Buffer.from(bytes).equals(fixture('codec'))).toBe(true);
  });

  test('half precision and bfloat16 become float32, number for number', () => {
    const { tensors } = decodeSafetensors(fixture('codec-foreign'));
    for (const name of ['f16', 'bf16']) {
      expect(tensors[name].dtype).toBe('float32');
      expect(tensors[name].data, name).toEqual(tensors[`${name} as F32`].data);
    }
    expect(tensors.f16.data.slice(0, 5)).toEqual(Float32Array.of(0, -0, 1, -2.5, 65504));
  });

  test('int64 becomes int32', () => {
    const { i64 } = decodeSafetensors(fixture('codec-foreign')).tensors;
    expect(i64.dtype).toBe('int32');
    expect(i64.toArray()).toEqual([
      [-2147483648, 2147483647],
      [0, -1],
    ]);
  });

  test('int64 that does not fit is refused', () => {
    expect(() => decodeSafetensors(fixture('codec-int64'))).toThrow(
      "decodeSafetensors: tensor 'ids' has the number 2147483648 at element 1, too large for int32",
    );
  });

  test('a dtype that is not read is named, with a way out', () => {
    expect(() => decodeSafetensors(fixture('codec-bool'))).toThrow(
      /tensor 'mask' has dtype BOOL; only F64, .* can be read\. In Python/,
    );
  });

  test("the state dict of PyTorch's network loads into ours", () => {
    const network = new nn.Sequential(
      new nn.Conv2d(1, 2, 3, { bias: false }),
      new nn.BatchNorm2d(2),
      new nn.ReLU(),
      new nn.Flatten(),
      new nn.Linear(8, 3),
    );
    const { tensors } = decodeSafetensors(fixture('codec-network'));
    network.loadStateDict(tensors);
    const state = network.stateDict();
    expect(Object.keys(state).sort()).toEqual(Object.keys(tensors).sort());
    for (const name of Object.keys(state)) expect(state[name].data, name).toEqual(tensors[name].data);
    expect(state['1.num_batches_tracked'].toArray()).toBe(1);
  });
});

describe('round trips', () => {
  const numbers = fc.oneof(
    fc.array(fc.float(), { maxLength: 12 }).map((x) => tensor(Float32Array.from(x))),
    fc.array(fc.double(), { maxLength: 12 }).map((x) => tensor(Float64Array.from(x))),
    fc.array(fc.integer(), { maxLength: 12 }).map((x) => tensor(Int32Array.from(x))),
  );
  const names = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((name) => name !== '__metadata__');
  const states = fc.dictionary(names, numbers, { maxKeys: 6 });
  const notes = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), {
    maxKeys: 3,
  });

  test('give back every name, shape, dtype, number and note', () => {
    fc.assert(
      fc.property(states, notes, (state, metadata) => {
        const bytes = encodeSafetensors(state, metadata);
        const back = decodeSafetensors(bytes);
        expect(Object.entries(back.metadata).sort()).toEqual(Object.entries(metadata).sort());
        expect(Object.keys(back.tensors).sort()).toEqual(Object.keys(state).sort());
        for (const [name, { dtype, shape, data }] of Object.entries(state))
          expect({ ...back.tensors[name] }).toMatchObject({ dtype, shape, data });
      }),
      { numRuns: 100 },
    );
  });

  test('do not depend on the order of names', () => {
    fc.assert(
      fc.property(states, (state) => {
        const turned = Object.fromEntries(Object.entries(state).reverse());
        expect(encodeSafetensors(turned)).toEqual(encodeSafetensors(state));
      }),
      { numRuns: 50 },
    );
  });

  test('the numbers start at a multiple of 8, larger ones first', () => {
    const state = {
      a: tensor([1]),
      b: tensor([1, 2], { dtype: 'float64' }),
      c: ones([3], { dtype: 'int32' }),
    };
    const bytes = Buffer.from(encodeSafetensors(state));
    const header = Number(bytes.readBigUInt64LE());
    expect(header % 8).toBe(0);
    const json = JSON.parse(bytes.subarray(8, 8 + header).toString());
    expect(json.b.data_offsets).toEqual([0, 16]);
    expect(json.a.data_offsets).toEqual([16, 20]);
    expect(json.c.data_offsets).toEqual([20, 32]);
  });

  test('an array that begins anywhere in its buffer is read', () => {
    const bytes = encodeSafetensors({ x: tensor([1.5, -2], { dtype: 'float64' }) });
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(decodeSafetensors(moved.subarray(3)).tensors.x.toArray()).toEqual([1.5, -2]);
  });

  test('what is read is a copy', () => {
    const bytes = encodeSafetensors({ x: tensor([1]) });
    const { x } = decodeSafetensors(bytes).tensors;
    bytes.fill(0);
    expect(x.toArray()).toEqual([1]);
  });

  test("a name that JavaScript's objects treat specially is a name like any other", () => {
    const state = Object.fromEntries([['__proto__', tensor([5])]]);
    const { tensors } = decodeSafetensors(encodeSafetensors(state));
    expect(Object.keys(tensors)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(tensors)).toBe(Object.prototype);
  });

  test('no tensors at all', () => {
    expect(decodeSafetensors(encodeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
  });
});

describe('encodeSafetensors refuses', () => {
  test.each([
    ['what is no tensor', { x: [1] as unknown as Tensor }, "'x' is no tensor, got object"],
    ['the reserved name', { __metadata__: tensor([1]) }, "keeps the name '__metadata__' for itself"],
    ['half of a surrogate pair', { '\ud800': tensor([1]) }, 'no valid Unicode'],
  ])('%s', (_, state, message) => {
    expect(() => encodeSafetensors(state)).toThrow(message);
  });

  test('metadata that is no string', () => {
    const metadata = { epoch: 3 as unknown as string };
    expect(() => encodeSafetensors({}, metadata)).toThrow("metadata 'epoch' must be a string, got number");
  });
});

describe('decodeSafetensors refuses', () => {
  const huge = Buffer.alloc(16);
  huge.writeBigUInt64LE(2n ** 63n);
  const beyond = Buffer.alloc(16);
  beyond.writeBigUInt64LE(9n);
  const notUtf8 = file('{"x":1}');
  notUtf8[10] = 0xff;

  test.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'it has 0 bytes'],
    ['a header longer than allowed', huge, 'its header would be 9223372036854775808 bytes long'],
    ['a header longer than the file', beyond, 'its header would be 9 bytes long, but the file ends after 16'],
    ['a header of no bytes', file(''), "does not start with '{'"],
    ['a header of another encoding', notUtf8, 'its header is not UTF-8'],
    ['a header that is no JSON', file('{"x":'), 'its header is not JSON'],
    ['a header that is a list', file('[1]'), "does not start with '{'"],
    ['leading blanks', file(' {}'), "does not start with '{'"],
    ['a name twice', file('{"x":1,"x":2}'), "has the name 'x' twice"],
    ['a name twice, written differently', file('{"x":1,"\\u0078":2}'), "has the name 'x' twice"],
    ['a field twice', file('{"x":{"dtype":"F32","dtype":"F64"}}'), "has the name 'dtype' twice"],
    ['metadata that is a list', file({ __metadata__: [] }), '__metadata__ is no object of strings'],
    ['metadata of numbers', file({ __metadata__: { a: 1 } }), "__metadata__: 'a' is no string"],
    ['an entry that is no object', file({ x: 1 }), "tensor 'x': its entry is no object"],
    ['no shape', file({ x: { dtype: 'F32', data_offsets: [0, 4] } }, 4), "tensor 'x': its shape is no list"],
    ['a negative size', file({ x: f32(0, 4, [-1, -1]) }, 4), "tensor 'x': its shape is no list"],
    ['a size that is no whole number', file({ x: f32(0, 4, [0.5, 2]) }, 4), 'its shape is no list'],
    ['a size of null', file({ x: f32(0, 4, [Number.NaN]) }, 4), 'its shape is no list'],
    ['sizes whose product overflows', file({ x: f32(0, 4, [2 ** 52, 2 ** 52]) }, 4), "tensor 'x': [45035"],
    ['one offset', file({ x: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4), 'no first and last byte'],
    ['offsets turned round', file({ x: f32(4, 0, [1]) }, 4), 'no first and last byte'],
    ['a negative offset', file({ x: f32(-4, 0) }, 4), 'no first and last byte'],
    ['an unknown field', file({ x: { ...f32(0, 4), strides: [1] } }, 4), "unknown field 'strides'"],
    ['a dtype that is no string', file({ x: { ...f32(0, 4), dtype: 1 } }, 4), 'its dtype is no string'],
    [
      'a dtype named like a method',
      file({ x: { ...f32(0, 4), dtype: 'toString' } }, 4),
      'has dtype toString',
    ],
    ['another number of bytes than the shape', file({ x: f32(0, 4, [2]) }, 4), '[2] of F32 needs 8 bytes'],
    ['data that is cut off', file({ x: f32(0, 8) }, 4), "'x' would end at byte 8, but there are 4 bytes"],
    ['bytes after the last', file({ x: f32(0, 4) }, 5), '1 bytes after the last tensor belong to no tensor'],
    ['bytes without a tensor', file({}, 4), '4 bytes after the last tensor'],
    ['a hole', file({ x: f32(0, 4), y: f32(8, 12) }, 12), "4 bytes before tensor 'y' belong to no tensor"],
    [
      'an overlap',
      file({ x: f32(0, 8), y: f32(4, 12) }, 12),
      "'y' begins at byte 4, inside of the one before",
    ],
    ['the same bytes twice', file({ x: f32(0, 4), y: f32(0, 4) }, 4), "'y' begins at byte 0, inside"],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test('nothing else: a file with any one byte changed is read or refused with an error of its own', () => {
    const bytes = encodeSafetensors({ a: tensor([1, 2]), b: tensor([3], { dtype: 'int32' }) }, { note: 'x' });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        try {
          decodeSafetensors(changed);
        } catch (error) {
          expect(String(error)).toContain('decodeSafetensors: ');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('and takes escapes, blanks and long texts as they are', () => {
    const text = '\\"{}: '.repeat(200_000);
    const x = JSON.stringify(f32(0, 4));
    const bytes = file(`{"__metadata__" : ${JSON.stringify({ text })},\n\t"x": ${x}}   `, 4);
    expect(decodeSafetensors(bytes).metadata.text).toBe(text);
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are saved and loaded, and nothing else is left in the folder', () => {
    const path = join(folder, 'model.safetensors');
    const model = new nn.Linear(3, 2);
    saveSafetensors(path, { old: tensor([1]) });
    saveSafetensors(path, model.stateDict(), { epoch: '3' });
    const { tensors, metadata } = loadSafetensors(path);
    expect(metadata).toEqual({ epoch: '3' });
    const copy = new nn.Linear(3, 2);
    copy.loadStateDict(tensors);
    expect(copy.weight.data).toEqual(model.weight.data);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('a state that cannot be saved leaves the old file as it was', () => {
    const path = join(folder, 'kept.safetensors');
    saveSafetensors(path, { x: tensor([1]) });
    expect(() => saveSafetensors(path, { x: null as unknown as Tensor })).toThrow(
      "'x' is no tensor, got null",
    );
    expect(loadSafetensors(path).tensors.x.toArray()).toEqual([1]);
  });

  test('a rename that fails leaves no temporary file', () => {
    const before = readdirSync(folder);
    expect(() => saveSafetensors(folder, { x: tensor([1]) })).toThrow();
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith('.safetensors-'))).toEqual([]);
  });

  test('a damaged file is named', () => {
    const path = join(folder, 'damaged.safetensors');
    writeFileSync(path, encodeSafetensors({ x: tensor([1, 2]) }).subarray(0, -4));
    expect(() => loadSafetensors(path)).toThrow(
      `loadSafetensors: ${path}: decodeSafetensors: the file is damaged`,
    );
  });
});
