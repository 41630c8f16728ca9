// Plain data as JSON: all that crosses the pipe between the grader and the process with the learner's code.
// JSON keeps finite numbers, strings, booleans, null and arrays as they are; everything else is an object with a
// tag `$`, so that no data of a learner can be taken for a tag.
// It runs beside the learner's code, which may have replaced everything that is not in pristine.ts.

import type { DType, Tensor } from '../../../lib/tensor';
import { descriptionOf, functionOf } from './functions';
import {
  Budget,
  Foreign,
  isTensor,
  isTypedArray,
  MAX_STRING,
  type Plain,
  PlainDataError,
  TENSOR_DATA,
  TYPED_ARRAYS,
  type TypedArray,
  type TypedArrayName,
} from './plain';
import {
  Bytes,
  base64Of,
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  charCodeAt,
  classOf,
  define,
  getPrototypeOf,
  hasOwn,
  is,
  isArray,
  isFiniteNumber,
  keys,
  ORDINARY,
  slice,
  stringify,
  toBigInt,
  toNumber,
  toText,
  writeBase64,
} from './pristine';

/** A value as the text of its JSON, in ASCII: built at once, so that nobody meets the parts on the way. */
export function encodeText(value: unknown): string {
  return textAt(value, 0, new Budget());
}

/** Of an array, or of what looks like one. */
export function encodeListText(list: readonly unknown[]): string {
  return listText(list, 0, new Budget());
}

function textAt(value: unknown, depth: number, budget: Budget): string {
  budget.spend(1, depth);
  switch (typeof value) {
    case 'number':
      if (is(value, -0)) return '{"$":"-0"}';
      return isFiniteNumber(value) ? toText(value) : `{"$":"${toText(value)}"}`;
    case 'undefined':
      return '{"$":"undefined"}';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      if (value.length > MAX_STRING)
        throw new PlainDataError(`it holds a text of more than ${MAX_STRING} characters`);
      return quoted(value);
    case 'bigint':
      return tagged('bigint', quoted(slice(toText(value), 0, 1000)));
    case 'function': {
      const description = descriptionOf(value);
      return description
        ? tagged('function', textAt(description, depth + 1, budget))
        : tagged('foreign', '"a function"');
    }
    case 'symbol':
      return tagged('foreign', '"a symbol"');
    default:
      return value === null ? 'null' : objectText(value as object, depth, budget);
  }
}

const tagged = (tag: string, text: string): string => `{"$":"${tag}","value":${text}}`;

/** A text in JSON, with all characters beyond ASCII escaped. */
export function quoted(text: string): string {
  const json = stringify(text);
  let ascii = '';
  let done = 0;
  for (let i = 0; i < json.length; i++) {
    const code = charCodeAt(json, i);
    if (code < 0x80) continue;
    ascii += `${slice(json, done, i)}\\u${slice(`000${hex(code)}`, -4)}`;
    done = i + 1;
  }
  return ascii + slice(json, done);
}

const DIGITS = '0123456789abcdef';
const hex = (n: number): string => (n < 16 ? '' : hex(n >>> 4)) + DIGITS[n & 15];

function listText(list: readonly unknown[], depth: number, budget: Budget): string {
  const { length } = list;
  budget.spend(length, depth);
  let text = '';
  for (let i = 0; i < length; i++) text += `${i > 0 ? ',' : ''}${textAt(list[i], depth + 1, budget)}`;
  return `[${text}]`;
}

function objectText(value: object, depth: number, budget: Budget): string {
  if (value instanceof Foreign) return tagged('foreign', quoted(slice(value.description, 0, 200)));
  if (isArray(value)) return listText(value, depth, budget);
  if (isTypedArray(value)) return typedArrayText(value, depth, budget);
  if (isTensor(value)) return tensorText(value, depth, budget);
  const prototype: unknown = getPrototypeOf(value);
  if (prototype === null || prototype === ORDINARY) {
    const names = keys(value);
    let text = '';
    for (let i = 0; i < names.length; i++) {
      const item = textAt((value as Record<string, unknown>)[names[i]], depth + 1, budget);
      text += `${i > 0 ? ',' : ''}[${quoted(names[i])},${item}]`;
    }
    return tagged('object', `[${text}]`);
  }
  const { name } = (value as { constructor?: { name?: unknown } }).constructor ?? {};
  return tagged('foreign', quoted(`an object of class ${slice(toText(name), 0, 100)}`));
}

function typedArrayText(value: TypedArray, depth: number, budget: Budget): string {
  const bytes = byteLengthOf(value);
  budget.spend(bytes / 8, depth);
  const view = new Bytes(bufferOf(value), byteOffsetOf(value), bytes);
  return tagged(classOf(value) as string, `"${base64Of(view, 0, bytes)}"`);
}

function tensorText(value: Tensor, depth: number, budget: Budget): string {
  const { dtype, shape, data, requiresGrad, grad } = value;
  const facts = `"dtype":${quoted(dtype)},"shape":${listText(shape, depth, budget)},"requiresGrad":${requiresGrad === true}`;
  const gradient = isTensor(grad) ? textAt(grad, depth + 1, budget) : 'null';
  return `{"$":"tensor",${facts},"value":${textAt(data, depth + 1, budget)},"grad":${gradient}}`;
}

/** How one side of the pipe makes what is more than JSON. */
export interface Makers {
  tensor(array: Pick<Tensor, 'dtype' | 'shape' | 'data'>, requiresGrad: boolean): Tensor;
  object(entries: readonly (readonly [string, Plain])[]): { [key: string]: Plain };
}

/** The opposite of encode. Trusts nothing: the JSON may come from anyone. Lists are decoded in their places. */
export function decode(json: unknown, makers: Makers): Plain {
  const budget = new Budget();
  return at(json, 0);

  function at(json: unknown, depth: number): Plain {
    budget.spend(1, depth);
    if (json === null || typeof json === 'number' || typeof json === 'boolean' || typeof json === 'string')
      return json;
    if (isArray(json)) return listAt(json, depth);
    const tag = ownOf(json, '$');
    const value = ownOf(json, 'value');
    switch (tag) {
      case 'NaN':
      case 'Infinity':
      case '-Infinity':
      case '-0':
        return toNumber(tag);
      case 'undefined':
        return undefined;
      case 'bigint':
        if (typeof value === 'string' && /^-?\d{1,1000}$/.test(value)) return toBigInt(value);
        break;
      case 'foreign':
        if (typeof value === 'string') return new Foreign(slice(value, 0, 200));
        break;
      case 'function': {
        const f = functionOf(at(value, depth + 1));
        if (f) return f;
        break;
      }
      case 'object':
        if (isArray(value)) return makers.object(entriesAt(value, depth + 1));
        break;
      case 'tensor':
        return tensorAt(json as object, depth);
      default:
        if (typeof tag === 'string' && hasOwn(TYPED_ARRAYS, tag) && typeof value === 'string') {
          return typedArray(tag as TypedArrayName, value);
        }
    }
    throw new PlainDataError('it has a form that the grader does not know');
  }

  function listAt(list: unknown[], depth: number): Plain[] {
    for (let i = 0; i < list.length; i++) list[i] = at(list[i], depth + 1);
    return list as Plain[];
  }

  function entriesAt(entries: unknown[], depth: number): [string, Plain][] {
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      if (!isArray(entry) || entry.length !== 2 || typeof entry[0] !== 'string')
        throw new PlainDataError('it has a broken object');
      entry[1] = at(entry[1], depth);
    }
    return entries as [string, Plain][];
  }

  function tensorAt(json: object, depth: number): Tensor {
    const dtype = ownOf(json, 'dtype') as DType;
    const shape = ownOf(json, 'shape') as number[];
    const data = at(ownOf(json, 'value'), depth + 1) as Tensor['data'];
    const grad = ownOf(json, 'grad');
    if (!isWhole({ dtype, shape, data })) throw new PlainDataError('it has a broken tensor');
    const wantsGradient = ownOf(json, 'requiresGrad') === true && dtype !== 'int32';
    const tensor = makers.tensor({ dtype, shape, data }, wantsGradient);
    if (typeof grad === 'object' && grad !== null && ownOf(grad, '$') === 'tensor')
      define(tensor, 'grad', tensorAt(grad, depth + 1));
    return tensor;
  }
}

/** What the JSON itself has under this name, and no prototype of it. */
function ownOf(json: unknown, key: string): unknown {
  return typeof json === 'object' && json !== null && hasOwn(json, key)
    ? (json as Record<string, unknown>)[key]
    : undefined;
}

const MAX_RANK = 8;

/** Whether the numbers are of the dtype and fill the shape. */
function isWhole({ dtype, shape, data }: Pick<Tensor, 'dtype' | 'shape' | 'data'>): boolean {
  if (typeof dtype !== 'string' || !hasOwn(TENSOR_DATA, dtype)) return false;
  if (!isArray(shape) || shape.length > MAX_RANK || !isTypedArray(data)) return false;
  let size = 1;
  for (let i = 0; i < shape.length; i++) {
    if (!isSize(shape[i])) return false;
    size *= shape[i];
  }
  const Numbers = TENSOR_DATA[dtype];
  return data instanceof Numbers && byteLengthOf(data) === size * Numbers.BYTES_PER_ELEMENT;
}

const isSize = (size: unknown): boolean => typeof size === 'number' && size >= 0 && size % 1 === 0;

function typedArray(name: TypedArrayName, base64: string): TypedArray {
  const { length } = base64;
  const padding = length < 2 || base64[length - 1] !== '=' ? 0 : base64[length - 2] === '=' ? 2 : 1;
  const bytes = new Bytes((length / 4) * 3 - padding);
  const Numbers = TYPED_ARRAYS[name];
  const whole =
    length % 4 === 0 &&
    bytes.length % Numbers.BYTES_PER_ELEMENT === 0 &&
    writeBase64(bytes, base64, 0, bytes.length) === bytes.length;
  if (!whole) throw new PlainDataError('it has a broken typed array');
  return new Numbers(bufferOf(bytes));
}
