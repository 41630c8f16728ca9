// The graded tests of matmul-broadcast-gradients. What is expected comes from the library's backward pass.

import { onesLike, type Tensor, tensor, zeros } from '../../../lib';
import { matmulBroadcastGradients as entry } from '../../../tools/grader/catalog/03-tensors';
import { gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Id = MisconceptionId<typeof entry>;
type Shape = readonly number[];

const float64 = { dtype: 'float64' } as const;

/** The gradients of the inputs, when the result of `forward` has the gradient `upstream`. */
function gradients(
  upstream: Tensor,
  forward: (...inputs: Tensor[]) => Tensor,
  ...inputs: Tensor[]
): Tensor[] {
  const leaves = inputs.map((input) => tensor(input.toArray(), { ...float64, requiresGrad: true }));
  forward(...leaves).backward(upstream);
  return leaves.map((leaf) => leaf.grad as Tensor);
}

function model(mistake?: Id) {
  function matmulBackward(g: Tensor, a: Tensor, b: Tensor): { a: Tensor; b: Tensor } {
    const [right, left] = [g.matmul.bind(g), b.transpose()];
    const gradA = (): Tensor => gradients(g, (x, y) => x.matmul(y), a, b)[0];
    const gradB = (): Tensor => gradients(g, (x, y) => x.matmul(y), a, b)[1];
    switch (mistake) {
      case 'b-not-transposed':
        return { a: right(b), b: gradB() };
      case 'a-not-transposed':
        return { a: gradA(), b: a.matmul(g) };
      case 'nothing-transposed':
        return { a: right(b), b: a.matmul(g) };
      case 'order-swapped':
        return { a: left.matmul(g), b: g.matmul(a.transpose()) };
      case 'factors-swapped':
        return { a: gradB(), b: gradA() };
      case 'gradient-transposed':
        return { a: gradA().transpose(), b: gradB().transpose() };
      case 'upstream-dropped': {
        const [one, two] = gradients(onesLike(g), (x, y) => x.matmul(y), a, b);
        return { a: one, b: two };
      }
      default:
        return { a: gradA(), b: gradB() };
    }
  }

  function sumToShape(gradient: Tensor, shape: Shape): Tensor {
    let sum = gradient;
    switch (mistake) {
      case 'not-summed':
        return gradient;
      case 'mean-not-sum': {
        const copies = gradient.size / shape.reduce((product, size) => product * size, 1);
        return right(gradient, shape).div(copies);
      }
      case 'wrong-dimension':
        while (sum.rank > shape.length) sum = sum.sum(-1);
        break;
      case 'dimension-lost':
        while (sum.rank > shape.length) sum = sum.sum(0);
        for (const [dim, size] of shape.entries()) if (size === 1) sum = sum.sum(dim);
        return sum;
      case 'size-one-forgotten':
        while (sum.rank > shape.length) sum = sum.sum(0);
        return sum;
      default:
        return right(gradient, shape);
    }
    for (const [dim, size] of shape.entries()) if (size === 1) sum = sum.sum(dim, true);
    return sum;
  }

  /** The gradient of what was expanded. */
  const right = (gradient: Tensor, shape: Shape): Tensor =>
    gradients(gradient, (x) => x.expand(gradient.shape), zeros(shape, float64))[0];

  function layerBackward(g: Tensor, x: Tensor, weight: Tensor, bias: Tensor) {
    const product = matmulBackward(g, x, weight);
    return { x: product.a, weight: product.b, bias: sumToShape(g, bias.shape) };
  }

  return { matmulBackward, sumToShape, layerBackward };
}

/** Rows, inner size, columns: square ones first, where a wrong product does not stop with an error. */
const PRODUCTS = [
  [2, 2, 2],
  [2, 3, 4],
  [1, 3, 2],
  [4, 2, 1],
  [3, 5, 2],
] as const;

const BROADCASTS: readonly [from: Shape, to: Shape][] = [
  [[2], [2, 2]],
  [[3], [2, 3]],
  [
    [2, 1],
    [2, 3],
  ],
  [
    [1, 4],
    [3, 4],
  ],
  [[], [2, 3]],
  [
    [1, 2, 1],
    [3, 2, 4],
  ],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [3, 1],
    [2, 3, 4],
  ],
];

export default gradedExercise(entry, model, (kit) => ({
  matmul: kit.calls('matmulBackward', {
    sizes: PRODUCTS,
    draw: (draw, [n, m, p]): [Tensor, Tensor, Tensor] => [
      draw.tensor([n, p]),
      draw.tensor([n, m]),
      draw.tensor([m, p]),
    ],
  }),

  broadcast: kit.calls('sumToShape', {
    sizes: BROADCASTS,
    draw: (draw, [from, to]): [Tensor, Shape] => [draw.tensor(to), from],
  }),

  layer: kit.calls('layerBackward', {
    sizes: PRODUCTS,
    draw: (draw, [n, m, p]): [Tensor, Tensor, Tensor, Tensor] => [
      draw.tensor([n, p]),
      draw.tensor([n, m]),
      draw.tensor([m, p]),
      draw.tensor([p]),
    ],
  }),
}));
