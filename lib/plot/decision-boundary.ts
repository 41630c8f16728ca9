import { noGrad } from '../autograd';
import type { TensorDataset } from '../data';
import type { Module } from '../nn';
import { formatShape } from '../shape';
import { type Tensor, tensor } from '../tensor';
import { edges, mergedCells, middles } from './cells';
import { type Chart, chart, type Frame } from './chart';
import { colourOf, groupScales, mix } from './styles';

interface Model extends Module {
  /** From points [n, 2] to scores. */
  forward(x: Tensor): Tensor;
}

/** What is drawn, how finely, and how it is called. */
export interface DecisionBoundaryOptions extends Partial<Frame> {
  /** '0', '1', … unless told otherwise. */
  classNames?: readonly string[];
  /** The titles of the axes; 'x₁' and 'x₂' unless told otherwise. */
  featureNames?: readonly [string, string];
  /** What one output column is: a score (logit, unless told otherwise), or already the probability of class 1. */
  output?: 'logit' | 'probability';
  /** Cells along each side; 50 unless told otherwise. */
  resolution?: number;
  /** The part of the plane that is drawn; the data with a margin unless told otherwise. */
  domain?: {
    /** From left to right. */
    x: readonly [number, number];
    /** From bottom to top. */
    y: readonly [number, number];
  };
}

/** Shades of a class: from just chosen to certain. */
const LEVELS = 5;

/**
 * How a classifier divides the plane, and the examples: the colour is that of the class that it chooses, darker where
 * it is surer; the edge between two colours is the decision boundary.
 * @param f a model, or a function, from points [n, 2] to one column (class 1 against 0) or a score for each class
 * @param dataset points [n, 2] and int32 class numbers [n]; floats 0 and 1 of [n] or [n, 1] will do
 * @throws on points, labels or outputs of another shape
 */
export function decisionBoundary(
  f: Model | ((x: Tensor) => Tensor),
  dataset: TensorDataset<readonly [Tensor, Tensor]>,
  options: DecisionBoundaryOptions = {},
): Chart {
  const { featureNames = ['x₁', 'x₂'], output = 'logit', resolution = 50, ...rest } = options;
  const [points, labels] = dataset.tensors;
  if (points.rank !== 2 || points.shape[1] !== 2 || labels.size !== points.shape[0]) {
    throw new RangeError(
      `decisionBoundary: expected points [n, 2] and labels [n], got ${formatShape(points.shape)} and ${formatShape(labels.shape)}`,
    );
  }
  const column = (i: number): number[] =>
    Array.from({ length: points.shape[0] }, (_, n) => points.data[2 * n + i]);
  const domain = rest.domain ?? { x: withMargin(column(0)), y: withMargin(column(1)) };
  const [edgesX, edgesY] = [edges(domain.x, resolution), edges(domain.y, resolution)];
  const grid = middles(edgesY).flatMap((y) => middles(edgesX).map((x) => [x, y]));
  const scores = evaluated(f, tensor(grid, { dtype: points.dtype === 'float64' ? 'float64' : 'float32' }));
  const answer = reader(scores, grid.length, output);
  const classes = Math.max(2, answer.classes, 1 + labels.max().item());
  const { classNames = Array.from({ length: classes }, (_, i) => String(i)), domain: _, ...frame } = rest;

  const cells = mergedCells(edgesX, edgesY, (row, i) => {
    const { choice, probability } = answer.at(row * resolution + i);
    const least = 1 / Math.max(2, answer.classes);
    const level = Math.min(LEVELS - 1, Math.floor(((probability - least) / (1 - least)) * LEVELS));
    return `${choice}:${level}`;
  }).map(({ key, ...cell }) => {
    const [choice, level] = key.split(':').map(Number);
    return { ...cell, colour: mix('#ffffff', colourOf(choice), 0.12 + 0.1 * level) };
  });
  const examples = Array.from(labels.data, (label, n) => ({
    x: points.data[2 * n],
    y: points.data[2 * n + 1],
    class: classNames[label] ?? String(label),
  }));
  const scales = groupScales(classNames);
  const legend = { title: 'class' };
  const axis = (field: 'x' | 'y', title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: domain[field], nice: false, zero: false },
    axis: { grid: false },
  });
  const x = axis('x', featureNames[0]);
  const y = axis('y', featureNames[1]);
  return chart(
    {
      title: 'Decision boundary',
      description: `The plane of ${featureNames.join(' and ')}, coloured by the class that the model chooses, with ${examples.length} examples of ${classNames.length} classes: ${classNames.join(', ')}. Darker means surer.`,
      width: 380,
      height: 340,
      ...frame,
    },
    {
      layer: [
        {
          data: { values: cells },
          // A thin edge in the same colour closes the seams between rectangles.
          mark: { type: 'rect', strokeWidth: 0.6, clip: true },
          encoding: {
            x,
            x2: { field: 'x2' },
            y,
            y2: { field: 'y2' },
            fill: { field: 'colour', type: 'nominal', scale: null },
            stroke: { field: 'colour', type: 'nominal', scale: null },
          },
        },
        {
          data: { values: examples },
          mark: {
            type: 'point',
            filled: true,
            size: 42,
            stroke: 'white',
            strokeWidth: 0.8,
            opacity: 1,
            tooltip: true,
            clip: true,
          },
          encoding: {
            x,
            y,
            color: { field: 'class', type: 'nominal', scale: scales.color, legend },
            shape: { field: 'class', type: 'nominal', scale: scales.shape, legend },
          },
        },
      ],
    },
  );
}

function withMargin(values: readonly number[]): [number, number] {
  // Not Math.min(...values): a large set has more numbers than a call may have arguments.
  const [low, high] = values.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [values[0], values[0]]);
  const margin = (high - low || 1) * 0.08;
  return [low - margin, high + margin];
}

function evaluated(f: Model | ((x: Tensor) => Tensor), x: Tensor): Tensor {
  if (typeof f === 'function') return noGrad(() => f(x));
  const mode = f.training;
  f.eval();
  try {
    return noGrad(() => f.forward(x));
  } finally {
    f.train(mode);
  }
}

/** The chosen class and its probability at each point. */
function reader({ data, shape, size }: Tensor, count: number, output: 'logit' | 'probability') {
  const classes = size / count;
  if (shape[0] !== count || shape.length > 2 || classes < 1) {
    throw new RangeError(
      `decisionBoundary: expected an output of [${count}], [${count}, 1] or [${count}, classes], got ${formatShape(shape)}`,
    );
  }
  const at = (n: number): { choice: number; probability: number } => {
    if (classes === 1) {
      const p = output === 'logit' ? 1 / (1 + Math.exp(-data[n])) : data[n];
      return { choice: Number(p > 0.5), probability: Math.max(p, 1 - p) };
    }
    const scores = Array.from(data.subarray(n * classes, (n + 1) * classes));
    const best = scores.reduce((winner, score, i) => (score > scores[winner] ? i : winner), 0);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - scores[best]), 0);
    return { choice: best, probability: 1 / total };
  };
  return { classes, at };
}
