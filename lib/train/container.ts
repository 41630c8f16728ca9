/**
 * The file format of checkpoints: plain data with tensors and typed arrays in it, as one safetensors file
 * (https://huggingface.co/docs/safetensors). The arrays are its tensors, named by their place ('model.0.weight');
 * everything else is JSON in the metadata entry `plain`, where `{"$tensor": name}` and `{"$array": name}` stand for
 * them and `{"$number": "NaN"}` for a number that JSON does not know. So every number comes back bit for bit, and
 * any safetensors reader can take the weights out.
 */
import type { TypedArray } from '../backend/backend';
import { decodeSafetensors, encodeSafetensors } from '../interop/safetensors';
import { Tensor } from '../tensor';

/** What a container holds. Properties that are undefined are left out. */
export type Plain =
  | null
  | undefined
  | boolean
  | number
  | string
  | TypedArray
  | Tensor
  | readonly Plain[]
  | { readonly [key: string]: Plain };

type JSONValue = null | boolean | number | string | JSONValue[] | { [key: string]: JSONValue };

const VERSION = '1';

const dtypeOf = (data: unknown): 'float32' | 'float64' | 'int32' | null => {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  return data instanceof Int32Array ? 'int32' : null;
};

/** Plain data as the bytes of a safetensors file. @throws on what is not plain data, naming its place */
export function packState(state: Plain): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  const add = (path: string, value: Tensor): string => {
    // { 'a.b': … } and { a: { b: … } } have the same path.
    let name = path;
    while (Object.hasOwn(tensors, name)) name += "'";
    tensors[name] = value;
    return name;
  };
  const write = (value: Plain, path: string): JSONValue => {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (value instanceof Tensor) return { $tensor: add(path, value.detach()) };
    const dtype = dtypeOf(value);
    if (dtype !== null) {
      const data = value as TypedArray;
      return { $array: add(path, new Tensor({ dtype, shape: [data.length], data })) };
    }
    const inner = (key: string): string => (path === '' ? key : `${path}.${key}`);
    if (Array.isArray(value)) return value.map((item: Plain, i) => write(item, inner(String(i))));
    if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      const reserved = entries.find(([key]) => key.startsWith('$'));
      if (reserved)
        throw new RangeError(`packState: a name must not begin with '$', got '${inner(reserved[0])}'`);
      return Object.fromEntries(entries.map(([key, item]) => [key, write(item as Plain, inner(key))]));
    }
    throw new TypeError(
      `packState: expected plain data, tensors and typed arrays, got ${describe(value)} at '${path}'`,
    );
  };
  const plain = JSON.stringify(write(state, ''));
  return encodeSafetensors(tensors, { format: 'backprop-lab', version: VERSION, plain });
}

/** The plain data of `packState`. @throws on bytes that it did not make, saying what is wrong */
export function unpackState(bytes: Uint8Array): Plain {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.format !== 'backprop-lab' || metadata.plain === undefined) {
    throw new Error(
      'unpackState: a safetensors file, but not one of packState: there is no plain data in its metadata',
    );
  }
  if (metadata.version !== VERSION) {
    throw new Error(`unpackState: expected version ${VERSION} of the format, got ${metadata.version}`);
  }
  const find = (name: JSONValue): Tensor => {
    const found = typeof name === 'string' ? tensors[name] : undefined;
    if (found === undefined) throw new Error(`unpackState: the tensor ${JSON.stringify(name)} is missing`);
    return found;
  };
  const read = (value: JSONValue): Plain => {
    if (Array.isArray(value)) return value.map(read);
    if (value === null || typeof value !== 'object') return value;
    if ('$tensor' in value) return find(value.$tensor);
    if ('$array' in value) return find(value.$array).data;
    if ('$number' in value) return Number(value.$number);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]));
  };
  return read(JSON.parse(metadata.plain) as JSONValue);
}

const describe = (value: unknown): string =>
  typeof value === 'object' ? `a ${(value as object).constructor?.name ?? 'object'}` : typeof value;
