/** The number formats of safetensors files: how one number is read, and into which dtype. */
import type { DType } from '../backend/backend';

export interface SourceType {
  /** The size of one number. */
  readonly bytes: number;
  /** What it becomes here. */
  readonly dtype: DType;
  /** One number at a byte offset; NaN for an integer that the dtype cannot hold. */
  readonly read: (view: DataView, offset: number) => number;
}

/** What can be read. Every number stays exactly what it was. */
export const SOURCE_TYPES = {
  F64: { bytes: 8, dtype: 'float64', read: (view, offset) => view.getFloat64(offset, true) },
  F32: { bytes: 4, dtype: 'float32', read: (view, offset) => view.getFloat32(offset, true) },
  F16: { bytes: 2, dtype: 'float32', read: (view, offset) => fromHalf(view.getUint16(offset, true)) },
  BF16: { bytes: 2, dtype: 'float32', read: (view, offset) => fromBrain(view.getUint16(offset, true)) },
  I32: { bytes: 4, dtype: 'int32', read: (view, offset) => view.getInt32(offset, true) },
  // PyTorch's whole numbers, such as num_batches_tracked of a batch normalization.
  I64: { bytes: 8, dtype: 'int32', read: (view, offset) => toInt32(view.getBigInt64(offset, true)) },
} satisfies Record<string, SourceType>;

/** How each dtype is written. */
export const TARGET_TYPES = {
  float64: { name: 'F64', bytes: 8, write: (view, offset, value) => view.setFloat64(offset, value, true) },
  float32: { name: 'F32', bytes: 4, write: (view, offset, value) => view.setFloat32(offset, value, true) },
  int32: { name: 'I32', bytes: 4, write: (view, offset, value) => view.setInt32(offset, value, true) },
} satisfies Record<
  DType,
  { name: string; bytes: number; write: (view: DataView, offset: number, value: number) => void }
>;

/** IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  // Exponent 0 means no hidden leading 1: zeros and the subnormal numbers.
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (0x400 + fraction) * 2 ** (exponent - 25));
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a float32. */
function fromBrain(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

const toInt32 = (value: bigint): number => (BigInt.asIntN(32, value) === value ? Number(value) : Number.NaN);
