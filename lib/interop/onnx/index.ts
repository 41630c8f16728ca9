/** Models as ONNX files, which ONNX Runtime and many others run (https://onnx.ai). */
import type { StateDict } from '../../nn/module';
import { normalizeDim, type Shape } from '../../shape';
import {
  type FunctionDescription,
  type LayerDescription,
  type ModelDescription,
  UnsupportedError,
} from '../description';
import type { GraphModel } from '../graph-model';
import { shapesOf } from '../shapes';
import { encodeModel } from './proto';
import { writeRecurrent } from './recurrent';
import { OnnxWriter } from './writer';

/**
 * A model as an ONNX file (opset 20), in evaluation: dropout does nothing, batch normalization uses its running
 * statistics. The size of the batch stays open.
 * @throws UnsupportedError for a step that has no form in ONNX
 */
export function toOnnx(model: GraphModel): Uint8Array {
  const { description } = model;
  const shapes = shapesOf(model);
  const weights = model.stateDict();
  for (const [name, { dtype }] of Object.entries(weights)) {
    if (dtype === 'float64')
      throw new UnsupportedError(
        'toOnnx',
        `the weight ${name} of float64`,
        "build the model with dtype 'float32'",
      );
  }
  const w = new OnnxWriter();
  for (const step of description.steps) {
    const from = step.from.map((value) => w.nameOf(value));
    const shape = shapes.get(step.from[0])!;
    if (step.type === 'function') w.alias(step.to[0], writeFunction(w, step.function, from, shape.length));
    else writeLayer(w, step.layer, step.name, weights, from, step.to, shape);
  }
  // Outputs keep their names; ONNX wants each value to have one name.
  const nodes = [...w.graphNodes];
  for (const output of description.outputs) {
    nodes.push({ op: 'Identity', inputs: [w.nameOf(output)], outputs: [`${output}_`], attributes: {} });
  }
  return encodeModel({
    name: description.name,
    nodes,
    constants: w.constants,
    inputs: description.inputs.map(({ name, shape, dtype }) => ({ name, dtype, shape: ['batch', ...shape] })),
    outputs: description.outputs.map((name) => ({
      name: `${name}_`,
      dtype: 'float32',
      shape: shapes.get(name)!.map((size, i) => (i === batchDim(description, shapes, name) ? 'batch' : size)),
    })),
  });
}

/** States of recurrent layers have their batch in the second place, everything else in the first. */
function batchDim({ steps }: ModelDescription, shapes: ReadonlyMap<string, Shape>, value: string): number {
  const giver = steps.find(({ to }) => to.includes(value));
  if (giver?.type !== 'layer' || giver.to.length === 1) return 0;
  const isState = giver.to[0] !== value;
  const timeFirst = 'batchFirst' in giver.layer && !giver.layer.batchFirst;
  return (isState || timeFirst) && shapes.get(value)!.length === 3 ? 1 : 0;
}

function writeFunction(w: OnnxWriter, f: FunctionDescription, from: readonly string[], rank: number): string {
  switch (f.kind) {
    case 'add':
      return w.node('Add', from);
    case 'sub':
      return w.node('Sub', from);
    case 'mul':
      return w.node('Mul', from);
    case 'matmul':
      return w.node('MatMul', from);
    case 'scale':
      return w.node('Mul', [from[0], w.number(f.factor)]);
    case 'cat':
      return w.node('Concat', from, { axis: { int: normalizeDim('cat', f.dim, rank) } });
    case 'transpose': {
      const perm = Array.from({ length: rank }, (_, i) => i);
      const [a, b] = [f.dim0, f.dim1].map((dim) => normalizeDim('transpose', dim, rank));
      [perm[a], perm[b]] = [b, a];
      return w.node('Transpose', [from[0]], { perm });
    }
    case 'select':
      return w.select(from[0], normalizeDim('select', f.dim, rank), f.index);
    case 'mean':
      return w.mean(from[0], normalizeDim('mean', f.dim, rank));
  }
}

function writeLayer(
  w: OnnxWriter,
  layer: LayerDescription,
  name: string,
  weights: Readonly<StateDict>,
  from: readonly string[],
  to: readonly string[],
  shape: Shape,
): void {
  if (isRecurrent(layer)) {
    writeRecurrent(w, layer.kind, layer, name, weights, from, to);
  } else {
    w.alias(to[0], writeSimple(w, layer, name, weights, from[0], shape));
  }
}

type RecurrentLayer = Extract<LayerDescription, { kind: 'RNN' | 'LSTM' | 'GRU' }>;
type Simple = Exclude<LayerDescription, RecurrentLayer>;
const isRecurrent = (layer: LayerDescription): layer is RecurrentLayer => 'hiddenSize' in layer;

/** A layer with one input and one output. */
function writeSimple(
  w: OnnxWriter,
  d: Simple,
  name: string,
  weights: Readonly<StateDict>,
  x: string,
  shape: Shape,
): string {
  const weight = (part: string): string => {
    const { shape, data } = weights[`${name}.${part}`];
    return w.constant(`${name}.${part}`, shape, data);
  };
  const optional = (part: string): string[] => (`${name}.${part}` in weights ? [weight(part)] : []);
  const dim = (d: { readonly dim: number }) => ({
    axis: { int: normalizeDim('softmax', d.dim, shape.length) },
  });
  switch (d.kind) {
    case 'Linear': {
      if (shape.length === 2)
        return w.node('Gemm', [x, weight('weight'), ...optional('bias')], { transB: { int: 1 } });
      const turned = w.node('Transpose', [weight('weight')], { perm: [1, 0] });
      const product = w.node('MatMul', [x, turned]);
      return d.bias ? w.node('Add', [product, weight('bias')]) : product;
    }
    case 'Conv1d':
    case 'Conv2d': {
      const list = (size: number | readonly number[]): number[] =>
        typeof size === 'number' ? [size] : [...size];
      return w.node('Conv', [x, weight('weight'), ...optional('bias')], {
        kernel_shape: list(d.kernelSize),
        strides: list(d.stride),
        pads: [...list(d.padding), ...list(d.padding)],
        dilations: list(d.dilation),
      });
    }
    case 'BatchNorm1d':
    case 'BatchNorm2d': {
      const fill = (part: string, value: number): string =>
        w.constant(`${name}.${part}`, [d.numFeatures], new Float32Array(d.numFeatures).fill(value));
      const affine = d.affine ? [weight('weight'), weight('bias')] : [fill('weight', 1), fill('bias', 0)];
      const inputs = [x, ...affine, weight('running_mean'), weight('running_var')];
      return w.node('BatchNormalization', inputs, { epsilon: { float: d.eps } });
    }
    case 'LayerNorm':
      return w.node('LayerNormalization', [x, weight('weight'), weight('bias')], {
        axis: { int: shape.length - d.normalizedShape.length },
        epsilon: { float: d.eps },
      });
    case 'Embedding':
      return w.node('Gather', [weight('weight'), x], { axis: { int: 0 } });
    case 'MaxPool2d':
    case 'AvgPool2d':
      return w.node(d.kind === 'MaxPool2d' ? 'MaxPool' : 'AveragePool', [x], {
        kernel_shape: d.kernelSize,
        strides: d.stride,
        pads: [...d.padding, ...d.padding],
        // As PyTorch does: the zeros of the padding count.
        ...(d.kind === 'AvgPool2d' && { count_include_pad: { int: 1 } }),
      });
    case 'Flatten': {
      const [start, end] = [d.start, d.end].map((side) => normalizeDim('Flatten', side, shape.length));
      if (start === 0)
        throw new UnsupportedError('toOnnx', `${name}: Flatten of the batch`, 'start at dimension 1');
      return w.reshape(x, [...shape.slice(0, start).map(() => 0), -1, ...shape.slice(end + 1)]);
    }
    case 'Unflatten': {
      const at = normalizeDim('Unflatten', d.dim, shape.length);
      if (at === 0)
        throw new UnsupportedError('toOnnx', `${name}: Unflatten of the batch`, 'split another dimension');
      return w.reshape(x, [...shape.slice(0, at).map(() => 0), ...d.sizes, ...shape.slice(at + 1)]);
    }
    case 'Dropout':
    case 'Identity':
      return x;
    case 'ReLU':
      return w.node('Relu', [x]);
    case 'Tanh':
      return w.node('Tanh', [x]);
    case 'Sigmoid':
      return w.node('Sigmoid', [x]);
    case 'LeakyReLU':
      return w.node('LeakyRelu', [x], { alpha: { float: d.negativeSlope } });
    case 'ELU':
      return w.node('Elu', [x], { alpha: { float: d.alpha } });
    case 'GELU':
      return w.node('Gelu', [x], { approximate: d.approximate });
    case 'Softplus': {
      const plain = w.node('Softplus', [d.beta === 1 ? x : w.node('Mul', [x, w.number(d.beta)])]);
      return d.beta === 1 ? plain : w.node('Div', [plain, w.number(d.beta)]);
    }
    case 'Softmax':
      return w.node('Softmax', [x], dim(d));
    case 'LogSoftmax':
      return w.node('LogSoftmax', [x], dim(d));
  }
}
