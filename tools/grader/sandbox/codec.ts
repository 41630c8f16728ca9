// Plain data as JSON: all that crosses the pipe between the grader and the process with the learner's code.
// JSON keeps finite numbers, strings, booleans, null and arrays as they are; everything else is an object with a
// tag `$`, so that no data of a learner can be taken for a tag.

const TYPED_ARRAYS = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;
type TypedArrayName = keyof typeof TYPED_ARRAYS;
export type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[TypedArrayName]>;

/** Stands for a value that is not plain data: a function, an object of a class, a Map … */
export class Foreign {
  constructor(readonly description: string) {}
}

export type Plain =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | TypedArray
  | Foreign
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const MAX_DEPTH = 32;
export const MAX_ITEMS = 1_000_000;
/** Of one message, in bytes. */
export const MAX_FRAME = 16 * 2 ** 20;
const MAX_STRING = 100_000;

/** Says why a value cannot cross. */
export class PlainDataError extends Error {
  override readonly name = 'PlainDataError';
}

class Budget {
  #left = MAX_ITEMS;

  spend(items: number, depth: number): void {
    this.#left -= items;
    if (this.#left < 0) throw new PlainDataError(`it holds more than ${MAX_ITEMS} values`);
    if (depth > MAX_DEPTH)
      throw new PlainDataError(`it is nested deeper than ${MAX_DEPTH} levels, or contains itself`);
  }
}

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
    case 'function':
      return { $: 'foreign', value: 'a function' };
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
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (ArrayBuffer.isView(value) && kind in TYPED_ARRAYS) {
    budget.spend(value.byteLength / 8, depth);
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $: kind, value: bytes.toString('base64') };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) {
    const entries = Object.entries(value);
    return { $: 'object', value: entries.map(([key, item]) => [key, encodeAt(item, depth + 1, budget)]) };
  }
  const { name } = (value as { constructor?: { name?: unknown } }).constructor ?? {};
  return { $: 'foreign', value: `an object of class ${String(name).slice(0, 100)}` };
}

/** The opposite of encode. Trusts nothing: the text may come from anyone. */
export function decode(json: unknown): Plain {
  return decodeAt(json, 0, new Budget());
}

function decodeAt(json: unknown, depth: number, budget: Budget): Plain {
  budget.spend(1, depth);
  if (json === null || typeof json === 'number' || typeof json === 'boolean' || typeof json === 'string')
    return json;
  if (Array.isArray(json)) return json.map((item) => decodeAt(item, depth + 1, budget));
  const { $: tag, value } = json as { $?: unknown; value?: unknown };
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
    case 'object':
      if (Array.isArray(value)) return decodeEntries(value, depth, budget);
      break;
    default:
      if (typeof tag === 'string' && Object.hasOwn(TYPED_ARRAYS, tag) && typeof value === 'string') {
        return decodeTypedArray(tag as TypedArrayName, value);
      }
  }
  throw new PlainDataError('it has a form that the grader does not know');
}

function decodeEntries(entries: unknown[], depth: number, budget: Budget): { [key: string]: Plain } {
  // Without a prototype, a key such as __proto__ is a key like any other.
  const object: { [key: string]: Plain } = Object.create(null);
  for (const entry of entries) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string')
      throw new PlainDataError('it has a broken object');
    object[entry[0]] = decodeAt(entry[1], depth + 1, budget);
  }
  return object;
}

function decodeTypedArray(name: TypedArrayName, base64: string): TypedArray {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const Numbers = TYPED_ARRAYS[name];
  const whole = bytes.length % Numbers.BYTES_PER_ELEMENT === 0;
  if (!whole) throw new PlainDataError('it has a broken typed array');
  return new Numbers(bytes.buffer);
}
