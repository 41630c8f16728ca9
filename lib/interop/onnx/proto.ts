/**
 * The part of ONNX's file format that models need: protocol buffers, whose field numbers are those of onnx.proto
 * (ONNX 1.16, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
import Pbf from 'pbf';
import type { DType, TypedArray } from '../../backend/backend';

/** The version of the format, and that of the operators. */
const IR_VERSION = 9;
const OPSET = 20;

/** onnx.proto: TensorProto.DataType. */
const DATA_TYPES = { float32: 1, int32: 6, int64: 7, float64: 11 } as const;

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** int64 where ONNX wants sizes and indices. */
  readonly data: TypedArray | BigInt64Array;
}

/** Text, a whole number, a fraction, or a list of whole numbers or of texts. */
export type Attribute =
  | string
  | { readonly int: number }
  | { readonly float: number }
  | readonly (number | string)[];

/** One operation. */
export interface OnnxNode {
  readonly op: string;
  /** '' for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What goes in or comes out. */
export interface OnnxValue {
  readonly name: string;
  readonly dtype: DType;
  /** A text names a size that may be any. */
  readonly shape: readonly (number | string)[];
}

/** All of a model. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Writes a message into a field of another. */
function write<T>(pbf: Pbf, field: number, value: T, writer: (value: T, message: Pbf) => void): void {
  pbf.writeMessage(field, (inner: T, message?: Pbf) => writer(inner, message as Pbf), value);
}

/** The bytes of a file. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const pbf = new Pbf();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'Backprop Lab');
  write(pbf, 7, graph, writeGraph);
  write(pbf, 8, OPSET, writeVersion);
  return pbf.finish();
}

const writeVersion = (version: number, pbf: Pbf): void => pbf.writeVarintField(2, version);

function writeGraph(graph: OnnxGraph, pbf: Pbf): void {
  for (const node of graph.nodes) write(pbf, 1, node, writeNode);
  pbf.writeStringField(2, graph.name);
  for (const constant of graph.constants) write(pbf, 5, constant, writeTensor);
  for (const input of graph.inputs) write(pbf, 11, input, writeValue);
  for (const output of graph.outputs) write(pbf, 12, output, writeValue);
}

function writeNode({ op, inputs, outputs, attributes }: OnnxNode, pbf: Pbf): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(3, outputs[0]);
  pbf.writeStringField(4, op);
  for (const entry of Object.entries(attributes)) write(pbf, 5, entry, writeAttribute);
}

/** onnx.proto: AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7, strings: 8 } as const;

function writeAttribute([name, value]: [string, Attribute], pbf: Pbf): void {
  pbf.writeStringField(1, name);
  const type = (kind: keyof typeof ATTRIBUTE_TYPES) => pbf.writeVarintField(20, ATTRIBUTE_TYPES[kind]);
  if (typeof value === 'string') {
    pbf.writeStringField(4, value);
    type('string');
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    type('float');
  } else if ('int' in value) {
    pbf.writeVarintField(3, value.int);
    type('int');
  } else {
    const texts = value.some((item) => typeof item === 'string');
    for (const item of value) {
      if (typeof item === 'string') pbf.writeStringField(9, item);
      else pbf.writeVarintField(8, item);
    }
    type(texts ? 'strings' : 'ints');
  }
}

function writeTensor({ name, shape, data }: OnnxTensor, pbf: Pbf): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, DATA_TYPES[dtypeOf(data)]);
  pbf.writeStringField(8, name);
  // Little-endian, as on every machine that Node runs on with WebAssembly.
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function dtypeOf(data: OnnxTensor['data']): keyof typeof DATA_TYPES {
  if (data instanceof BigInt64Array) return 'int64';
  if (data instanceof Float64Array) return 'float64';
  return data instanceof Int32Array ? 'int32' : 'float32';
}

function writeValue({ name, dtype, shape }: OnnxValue, pbf: Pbf): void {
  pbf.writeStringField(1, name);
  write(pbf, 2, { dtype, shape }, writeType);
}

function writeType(type: Pick<OnnxValue, 'dtype' | 'shape'>, pbf: Pbf): void {
  write(pbf, 1, type, writeTensorType);
}

function writeTensorType({ dtype, shape }: Pick<OnnxValue, 'dtype' | 'shape'>, pbf: Pbf): void {
  pbf.writeVarintField(1, DATA_TYPES[dtype]);
  write(pbf, 2, shape, writeShape);
}

function writeShape(shape: OnnxValue['shape'], pbf: Pbf): void {
  for (const size of shape) write(pbf, 1, size, writeSize);
}

function writeSize(size: number | string, pbf: Pbf): void {
  if (typeof size === 'string') pbf.writeStringField(2, size);
  else pbf.writeVarintField(1, size);
}
