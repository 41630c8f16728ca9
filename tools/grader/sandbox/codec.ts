// Plain data as JSON: all that crosses the pipe between the grader and the process with the learner's code.
// JSON keeps finite numbers, strings, booleans, null and arrays as they are; everything else is an object with a
// tag `$`, so that no data of a learner can be taken for a tag.

import type { DType, Tensor } from '../../../lib/tensor';
import { descriptionOf, functionOf } from './functions';
import {
  Budget,
  Foreign,
  isTensor,
  isTypedArray,
  type Json,
  MAX_STRING,
  type Plain,
  PlainDataError,
  TENSOR_DATA,
  TYPED_ARRAYS,
  type TypedArray,
  type TypedArrayName,
} from './plain';

export function encode(value: unknown): Json {
  return encodeAt(value, 0, new Budget());
}

function encodeAt(value: unknown, depth: number, budget: Budget): Json {
  budget.spend(1, depth);
  switch (typeof value) {
    case 'number':
      if (Object.is(value, -0)) return { $: '-0' };
      return Number.isFinite(value) ? value : { $: String(value) };
    case 'undefined':
      return { $: 'undefined' };
    case 'boolean':
      return value;
    case 'string':
      if (value.length > MAX_STRING)
        throw new PlainDataError(`it holds a text of more than ${MAX_STRING} characters`);
      return value;
    case 'bigint':
      return { $: 'bigint', value: String(value).slice(0, 1000) };
    case 'function': {
      const description = descriptionOf(value);
      return description
        ? { $: 'function', value: encodeAt(description, depth + 1, budget) }
        : { $: 'foreign', value: 'a function' };
    }
    case 'symbol':
      return { $: 'foreign', value: 'a symbol' };
    default:
      return value === null ? null : encodeObject(value as object, depth, budget);
  }
}

function encodeObject(value: object, depth: number, budget: Budget): Json {
  if (value instanceof Foreign) return { $: 'foreign', value: value.description.slice(0, 200) };
  if (Array.isArray(value)) {
    budget.spend(value.length, depth);
    return Array.from(value, (item: unknown) => encodeAt(item, depth + 1, budget));
  }
  if (isTypedArray(value)) return encodeTypedArray(value, depth, budget);
  if (isTensor(value)) return encodeTensor(value, depth, budget);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) {
    const entries = Object.entries(value);
    return { $: 'object', value: entries.map(([key, item]) => [key, encodeAt(item, depth + 1, budget)]) };
  }
  const { name } = (value as { constructor?: { name?: unknown } }).constructor ?? {};
  return { $: 'foreign', value: `an object of class ${String(name).slice(0, 100)}` };
}

function encodeTypedArray(value: TypedArray, depth: number, budget: Budget): Json {
  budget.spend(value.byteLength / 8, depth);
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return { $: Object.prototype.toString.call(value).slice(8, -1), value: bytes.toString('base64') };
}

function encodeTensor(value: Tensor, depth: number, budget: Budget): Json {
  const { dtype, shape, data, requiresGrad, grad } = value;
  return {
    $: 'tensor',
    dtype,
    shape: shape.map((size) => encodeAt(size, depth + 1, budget)),
    value: encodeAt(data, depth + 1, budget),
    requiresGrad: requiresGrad === true,
    grad: isTensor(grad) ? encodeAt(grad, depth + 1, budget) : null,
  };
}

/** How one side of the pipe makes what is more than JSON. */
export interface Makers {
  tensor(array: Pick<Tensor, 'dtype' | 'shape' | 'data'>, requiresGrad: boolean): Tensor;
  object(entries: readonly (readonly [string, Plain])[]): { [key: string]: Plain };
}

/** The opposite of encode. Trusts nothing: the text may come from anyone. */
export function decode(json: unknown, makers: Makers): Plain {
  const budget = new Budget();
  return at(json, 0);

  function at(json: unknown, depth: number): Plain {
    budget.spend(1, depth);
    if (json === null || typeof json === 'number' || typeof json === 'boolean' || typeof json === 'string')
      return json;
    if (Array.isArray(json)) return json.map((item) => at(item, depth + 1));
    const tagged = json as Tagged;
    const { $: tag, value } = tagged;
    switch (tag) {
      case 'NaN':
      case 'Infinity':
      case '-Infinity':
      case '-0':
        return Number(tag);
      case 'undefined':
        return undefined;
      case 'bigint':
        if (typeof value === 'string' && /^-?\d{1,1000}$/.test(value)) return BigInt(value);
        break;
      case 'foreign':
        if (typeof value === 'string') return new Foreign(value.slice(0, 200));
        break;
      case 'function': {
        const f = functionOf(at(value, depth + 1));
        if (f) return f;
        break;
      }
      case 'object':
        if (Array.isArray(value)) return makers.object(value.map((entry) => entryAt(entry, depth + 1)));
        break;
      case 'tensor':
        return tensorAt(tagged, depth);
      default:
        if (typeof tag === 'string' && Object.hasOwn(TYPED_ARRAYS, tag) && typeof value === 'string') {
          return typedArray(tag as TypedArrayName, value);
        }
    }
    throw new PlainDataError('it has a form that the grader does not know');
  }

  function entryAt(entry: unknown, depth: number): [string, Plain] {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string')
      throw new PlainDataError('it has a broken object');
    return [entry[0], at(entry[1], depth)];
  }

  function tensorAt({ dtype, shape, value, requiresGrad, grad }: Tagged, depth: number): Tensor {
    const data = at(value, depth + 1);
    const array = { dtype: dtype as DType, shape: shape as number[], data: data as Tensor['data'] };
    if (!isWhole(array)) throw new PlainDataError('it has a broken tensor');
    const tensor = makers.tensor(array, requiresGrad === true && dtype !== 'int32');
    if (typeof grad === 'object' && grad !== null && (grad as Tagged).$ === 'tensor') {
      tensor.grad = tensorAt(grad as Tagged, depth + 1);
    }
    return tensor;
  }
}

type Tagged = Readonly<Partial<Record<'$' | 'value' | 'dtype' | 'shape' | 'requiresGrad' | 'grad', unknown>>>;

const MAX_RANK = 8;

/** Whether the numbers are of the dtype and fill the shape. */
function isWhole({ dtype, shape, data }: Pick<Tensor, 'dtype' | 'shape' | 'data'>): boolean {
  return (
    Object.hasOwn(TENSOR_DATA, dtype) &&
    data instanceof TENSOR_DATA[dtype] &&
    Array.isArray(shape) &&
    shape.length <= MAX_RANK &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    shape.reduce((product, size) => product * size, 1) === data.length
  );
}

function typedArray(name: TypedArrayName, base64: string): TypedArray {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const Numbers = TYPED_ARRAYS[name];
  const whole = bytes.length % Numbers.BYTES_PER_ELEMENT === 0;
  if (!whole) throw new PlainDataError('it has a broken typed array');
  return new Numbers(bytes.buffer);
}
