// The graded tests of the exercise write-network. A learner's text is read as Python and compared by what it builds. Shapes
// come from the library's own layers, which are run.

import { nn, zeros } from '../../../lib';
import { writeNetwork as entry } from '../../../tools/grader/catalog/13-software';
import { formatAsks, formatValue } from '../../../tools/grader/format';
import {
  type Ask,
  type Draw,
  type GradedTest,
  gradedExercise,
  type MisconceptionId,
  type Plain,
  WrongResult,
} from '../../../tools/grader/grading';
import { PythonError, readExpression, readFile } from './python';
import { canonical, readLayer, readModel, UnknownName } from './torch';

type Mistake = MisconceptionId<typeof entry>;
type Shape = readonly number[];
type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';
type Pair = readonly [number, number];

type Layer =
  | {
      readonly kind: 'dense';
      readonly units: number;
      readonly bias: boolean;
      readonly activation: Activation;
    }
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly kernel: Pair;
      readonly stride: number;
      readonly activation: Activation;
    }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNorm'; readonly momentum: number };
type Conv = Extract<Layer, { kind: 'conv' }>;

/** By running such a layer. */
function rightShape(layer: Layer, shape: Shape): number[] {
  const modules = {
    dense: () => new nn.Linear(shape[0], (layer as { units: number }).units),
    conv: () => {
      const { filters, kernel, stride } = layer as Conv;
      return new nn.Conv2d(shape[0], filters, [...kernel], { stride });
    },
    flatten: () => new nn.Flatten(),
    dropout: () => new nn.Identity(),
    batchNorm: () => new nn.Identity(),
  };
  return modules[layer.kind]()
    .forward(zeros([1, ...shape]))
    .shape.slice(1);
}

const ACTIVATIONS: Readonly<Record<Activation, readonly string[]>> = {
  linear: [],
  relu: [canonical('ReLU', {})],
  tanh: [canonical('Tanh', {})],
  sigmoid: [canonical('Sigmoid', {})],
};

/** Texts are given as what they build. */
function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;
  const order = ([height, width]: Pair): Pair =>
    is('height-width-swapped') ? [width, height] : [height, width];
  const change = (shape: Shape): void => {
    if (is('input-changed')) (shape as number[]).push(1);
  };

  function convShape({ filters, kernel, stride }: Conv, [, height, width]: Shape): number[] {
    const [kernelHeight, kernelWidth] = order(kernel);
    const count = (size: number, window: number): number => {
      const steps = (size - window) / (is('stride-ignored') ? 1 : stride);
      const whole = is('rounded-up') ? Math.ceil(steps) : Math.floor(steps);
      return whole + (is('window-count') ? 0 : 1);
    };
    return [filters, count(height, kernelHeight), count(width, kernelWidth)];
  }

  function outputShape(layer: Layer, shape: Shape): number[] {
    const wrong =
      layer.kind === 'conv' && mistake !== undefined
        ? convShape(layer, shape)
        : layer.kind === 'flatten' && is('flatten-channels')
          ? [shape[0]]
          : undefined;
    const result = wrong ?? rightShape(layer, shape);
    change(shape);
    return result;
  }

  function withActivation(call: string, activation: Activation): string[] {
    if (is('activation-dropped')) return [call];
    const own = ACTIVATIONS[activation];
    return is('activation-first') ? [...own, call] : [call, ...own];
  }

  function layerCode(layer: Layer, shape: Shape): string[] {
    const [size] = shape;
    const sizes = (out: number): Pair => (is('sizes-swapped') ? [out, size] : [size, out]);
    switch (layer.kind) {
      case 'dense': {
        const [inFeatures, outFeatures] = sizes(layer.units);
        const bias = layer.bias || is('bias-ignored');
        const call = canonical('Linear', { in_features: inFeatures, out_features: outFeatures, bias });
        return withActivation(call, layer.activation);
      }
      case 'conv': {
        const [inChannels, outChannels] = sizes(layer.filters);
        const call = canonical('Conv2d', {
          in_channels: inChannels,
          out_channels: outChannels,
          kernel_size: order(layer.kernel),
          stride: layer.stride,
        });
        return withActivation(call, layer.activation);
      }
      case 'flatten':
        return [canonical('Flatten', {})];
      case 'dropout':
        return [canonical('Dropout', { p: is('keep-rate') ? 1 - layer.rate : layer.rate })];
      case 'batchNorm': {
        const name = shape.length === 1 || is('norm-1d-for-images') ? 'BatchNorm1d' : 'BatchNorm2d';
        const momentum = is('momentum-not-turned') ? layer.momentum : 1 - layer.momentum;
        return [canonical(name, { num_features: size, momentum })];
      }
    }
  }

  return {
    outputShape,
    layerCode(layer: Layer, shape: Shape): string[] {
      const code = layerCode(layer, shape);
      change(shape);
      return code;
    },
    networkCode(input: Shape, layers: readonly Layer[]): string[] {
      let shape: Shape = [...input];
      const code = layers.flatMap((layer) => {
        const own = layerCode(layer, shape);
        if (!is('first-size-everywhere')) shape = outputShape(layer, [...shape]);
        return own;
      });
      change(input);
      return code;
    },
  };
}

// How a learner's text is read.

/** A test that sees what the learner's texts build. */
const reading =
  (test: GradedTest, read: (value: Plain) => string[]): GradedTest =>
  (grading) =>
    test({
      seed: grading.seed,
      draw: grading.draw,
      explain: grading.explain,
      beginTest: () => grading.beginTest(),
      call: (name, ...args) => grading.call(name, ...args),
      async ask(ask) {
        const answer = await grading.ask(ask);
        return { ...answer, value: readAnswer(answer.value, ask, read) };
      },
    });

function readAnswer(value: Plain, ask: Ask, read: (value: Plain) => string[]): string[] {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const failure = { message: error.message, call: formatAsks([ask]), got: formatValue(value) };
    throw new WrongResult(failure, causeOf(error));
  }
}

function causeOf(error: PythonError): Mistake | undefined {
  if (error instanceof UnknownName)
    return ['true', 'false', 'null', 'undefined', 'NaN'].includes(error.path)
      ? 'javascript-values'
      : 'import-missing';
  return /^line \d+:/.test(error.message) ? 'not-python' : undefined;
}

/** @throws PythonError */
function textOf(value: Plain): string {
  if (value === undefined) throw new PythonError('The function returned nothing. Is a return missing?');
  if (typeof value !== 'string') throw new PythonError('A text was expected.');
  return value;
}

function readCalls(value: Plain): string[] {
  if (!Array.isArray(value)) throw new PythonError('A list of texts was expected.');
  return (value as Plain[]).map((text) => readLayer(readExpression(textOf(text))));
}

/** Of two lists of layers: where they part, in words. A whole network would be too long to look through. */
function layerDifference(got: Plain, _ask: Ask, expected: Plain): string | undefined {
  const [one, other] = [got as readonly string[], expected as readonly string[]];
  const i = other.findIndex((layer, at) => layer !== one[at]);
  if (i >= 0 && i < one.length) return `Layer ${i + 1} is ${one[i]}, expected ${other[i]}.`;
  if (one.length === other.length) return undefined;
  return `The network has ${one.length} layers in PyTorch, expected ${other.length}.`;
}

// What is drawn.

const KINDS = ['dense', 'conv', 'flatten', 'dropout', 'batchNorm'] as const;
type Kind = (typeof KINDS)[number];

const activation = (draw: Draw): Activation => draw.pick(['linear', 'relu', 'tanh', 'sigmoid'] as const);

function layerOf(draw: Draw, kind: Kind): Layer {
  switch (kind) {
    case 'dense':
      return { kind, units: draw.int(2, 12), bias: draw.int(0, 1) === 1, activation: activation(draw) };
    case 'conv': {
      const [height, width] = draw.sizes(2, 1, 4);
      const stride = draw.int(1, 3);
      return { kind, filters: draw.int(4, 9), kernel: [height, width], stride, activation: activation(draw) };
    }
    case 'flatten':
      return { kind };
    case 'dropout':
      return { kind, rate: draw.pick([0.1, 0.2, 0.3, 0.4]) };
    case 'batchNorm':
      return { kind, momentum: draw.pick([0.8, 0.95, 0.99]) };
  }
}

function imageOf(draw: Draw, smallest = 7): number[] {
  const [height, width] = draw.sizes(2, smallest, smallest + 5);
  return [draw.int(2, 3), height, width];
}

const shapeFor = (draw: Draw, layer: Layer, image: boolean): number[] =>
  layer.kind === 'conv' || layer.kind === 'flatten' || image ? imageOf(draw) : [draw.int(13, 30)];

const drawLayer = (draw: Draw, [kind, image]: readonly [Kind, boolean?]): [Layer, Shape] => {
  const layer = layerOf(draw, kind);
  return [layer, shapeFor(draw, layer, image ?? false)];
};

const SINGLE = [
  ['dense'],
  ['dense'],
  ['dense'],
  ['dropout'],
  ['flatten'],
  ['batchNorm'],
  ['batchNorm', true],
  ['dropout', true],
  ['conv'],
  ['conv'],
  ['conv'],
] as const;

/** An image goes in where the first layer that minds is for images. */
const NETWORKS: readonly (readonly Kind[])[] = [
  [],
  ['dense'],
  ['flatten', 'dense'],
  ['dense', 'dropout', 'dense'],
  ['dense', 'batchNorm', 'dense', 'dense'],
  ['conv', 'batchNorm', 'flatten', 'dense'],
  ['batchNorm', 'conv', 'conv', 'dropout', 'flatten', 'dense', 'dropout', 'dense'],
];

export default gradedExercise(entry, model, (kit) => ({
  shapes: kit.calls('outputShape', { sizes: SINGLE, draw: drawLayer }),
  layers: reading(kit.calls('layerCode', { sizes: SINGLE, draw: drawLayer }), readCalls),
  network: reading(
    kit.calls('networkCode', {
      sizes: NETWORKS,
      check: layerDifference,
      draw: (draw, kinds) => [
        kinds.some((kind) => kind === 'conv' || kind === 'flatten') ? imageOf(draw, 16) : [draw.int(13, 30)],
        kinds.map((kind) => layerOf(draw, kind)),
      ],
    }),
    (value) => readModel(readFile(textOf(value))),
  ),
}));
