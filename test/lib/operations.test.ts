import { cat, gradcheck, manualSeed, randn, stack, Tensor, tensor, where } from 'backprop-lab';
import { expect, test } from 'vitest';

/** A float64 leaf of normal random numbers. */
const normal = (...shape: number[]): Tensor => randn(shape, { dtype: 'float64', requiresGrad: true });

const mapped = (x: Tensor, f: (value: number) => number): Tensor =>
  new Tensor({ dtype: 'float64', shape: x.shape, data: Float64Array.from(x.data, f) }, true);

/** At least 0.1 away from 0, where several derivatives jump. */
const awayFromZero = (...shape: number[]): Tensor =>
  mapped(normal(...shape), (x) => x + (x < 0 ? -0.1 : 0.1));

const positive = (...shape: number[]): Tensor => mapped(normal(...shape), (x) => Math.abs(x) + 0.2);

const index = (values: number[] | number[][]): Tensor => tensor(values, { dtype: 'int32' });

/** Every differentiable operation, with shapes that are not square and operands that broadcast. */
const cases: Record<string, [inputs: () => Tensor[], f: (...inputs: Tensor[]) => Tensor]> = {
  add: [() => [normal(3, 4), normal(3, 4)], (a, b) => a.add(b)],
  'add, broadcast': [() => [normal(2, 3, 4), normal(3, 1)], (a, b) => a.add(b)],
  sub: [() => [normal(4), normal(3, 4)], (a, b) => a.sub(b)],
  mul: [() => [normal(3, 1), normal(1, 4)], (a, b) => a.mul(b)],
  'mul by itself': [() => [normal(3, 2)], (a) => a.mul(a)],
  'mul by a number': [() => [normal(3, 2)], (a) => a.mul(-1.7)],
  div: [() => [normal(3, 4), awayFromZero(4)], (a, b) => a.div(b)],
  pow: [() => [positive(3, 4), normal(3, 1)], (a, b) => a.pow(b)],
  'pow of a number': [() => [awayFromZero(3, 4)], (a) => a.pow(3)],
  maximum: [() => [normal(3, 4), normal(3, 4)], (a, b) => a.maximum(b)],
  minimum: [() => [normal(3, 4), normal(4)], (a, b) => a.minimum(b)],
  neg: [() => [normal(3)], (a) => a.neg()],
  abs: [() => [awayFromZero(3, 4)], (a) => a.abs()],
  square: [() => [normal(3, 4)], (a) => a.square()],
  clamp: [() => [mapped(normal(3, 4), (x) => x * 3)], (a) => a.clamp({ min: -1.2, max: 0.9 })],
  where: [() => [normal(3, 4), normal(4)], (a, b) => where(index([[1], [0], [1]]), a, b)],
  to: [() => [normal(3, 4)], (a) => a.to('float64').mul(a)],
  clone: [() => [normal(3, 4)], (a) => a.clone()],
  exp: [() => [normal(3, 4)], (a) => a.exp()],
  log: [() => [positive(3, 4)], (a) => a.log()],
  sqrt: [() => [positive(3, 4)], (a) => a.sqrt()],
  sin: [() => [normal(3, 4)], (a) => a.sin()],
  cos: [() => [normal(3, 4)], (a) => a.cos()],
  tanh: [() => [normal(3, 4)], (a) => a.tanh()],
  sigmoid: [() => [normal(3, 4)], (a) => a.sigmoid()],
  erf: [() => [normal(3, 4)], (a) => a.erf()],
  relu: [() => [awayFromZero(3, 4)], (a) => a.relu()],
  leakyRelu: [() => [awayFromZero(3, 4)], (a) => a.leakyRelu(0.2)],
  elu: [() => [awayFromZero(3, 4)], (a) => a.elu(1.3)],
  softplus: [() => [normal(3, 4)], (a) => a.softplus(1.5)],
  gelu: [() => [normal(3, 4)], (a) => a.gelu()],
  'gelu, tanh': [() => [normal(3, 4)], (a) => a.gelu('tanh')],
  'sum of all': [() => [normal(2, 3)], (a) => a.sum()],
  'sum, inner': [() => [normal(2, 3, 4)], (a) => a.sum([0, 2])],
  'sum, keepdim': [() => [normal(2, 3, 4)], (a) => a.sum(1, true)],
  mean: [() => [normal(2, 3, 4)], (a) => a.mean([1, 2])],
  var: [() => [normal(2, 5)], (a) => a.var(1)],
  'var, biased': [() => [normal(2, 5)], (a) => a.var(0, true, 0)],
  std: [() => [normal(2, 5)], (a) => a.std()],
  max: [() => [normal(3, 4)], (a) => a.max()],
  'max, dim': [() => [normal(3, 4)], (a) => a.max(1)],
  'min, dim': [() => [normal(3, 4)], (a) => a.min(0, true)],
  logsumexp: [() => [normal(3, 4)], (a) => a.logsumexp(1)],
  softmax: [() => [normal(3, 4)], (a) => a.softmax(0)],
  logSoftmax: [() => [normal(3, 4)], (a) => a.logSoftmax(1)],
  matmul: [() => [normal(3, 4), normal(4, 2)], (a, b) => a.matmul(b)],
  'matmul, batched': [() => [normal(5, 1, 3, 4), normal(2, 4, 2)], (a, b) => a.matmul(b)],
  'matmul, vector left': [() => [normal(4), normal(2, 4, 3)], (a, b) => a.matmul(b)],
  'matmul, vector right': [() => [normal(2, 3, 4), normal(4)], (a, b) => a.matmul(b)],
  dot: [() => [normal(4), normal(4)], (a, b) => a.matmul(b)],
  reshape: [() => [normal(3, 4)], (a) => a.reshape([2, -1])],
  flatten: [() => [normal(2, 3, 4)], (a) => a.flatten(1)],
  permute: [() => [normal(2, 3, 4)], (a) => a.permute([2, 0, 1])],
  transpose: [() => [normal(2, 3, 4)], (a) => a.transpose(0, 2)],
  squeeze: [() => [normal(2, 1, 4)], (a) => a.squeeze(1)],
  unsqueeze: [() => [normal(2, 4)], (a) => a.unsqueeze(-1)],
  expand: [() => [normal(2, 1, 4)], (a) => a.expand([3, 2, 5, 4])],
  slice: [() => [normal(5, 6)], (a) => a.slice([1, 5, 2], [-4])],
  'slice, index': [() => [normal(3, 4, 2)], (a) => a.slice(-1, [], 1)],
  gather: [
    () => [normal(3, 4)],
    (a) =>
      a.gather(
        1,
        index([
          [0, 0, 3],
          [1, 2, 1],
          [3, 3, 3],
        ]),
      ),
  ],
  indexSelect: [() => [normal(3, 4)], (a) => a.indexSelect(0, index([2, 0, 2]))],
  cat: [() => [normal(2, 3), normal(2, 1)], (a, b) => cat([a, b, a], 1)],
  stack: [() => [normal(2, 3), normal(2, 3)], (a, b) => stack([a, b], 1)],
};

test.each(Object.entries(cases))('%s: gradient and second derivative', (_name, [inputs, f]) => {
  manualSeed(7);
  const values = inputs();
  expect(gradcheck(f, values)).toBe(true);
  // The gradient is itself computed by operations; squaring first gives even a linear one something to differentiate.
  const gradientOf = (...leaves: Tensor[]): Tensor => {
    const fresh = leaves.map((leaf) => (leaf.requiresGrad ? leaf : new Tensor(leaf, true)));
    f(...fresh)
      .square()
      .sum()
      .backward(undefined, { createGraph: true });
    const gradient = fresh[0].grad!;
    for (const leaf of fresh) leaf.grad = null;
    return gradient;
  };
  expect(gradcheck(gradientOf, values, { tolerance: 1e-5 })).toBe(true);
});

test('every differentiable method of Tensor is in the table', () => {
  const others = new Set([
    ...[
      'constructor',
      'item',
      'toArray',
      'detach',
      'retainGrad',
      'toString',
      'backward',
      'requiresGrad',
      'isLeaf',
      'rank',
      'size',
    ],
    ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'argmax', 'argmin'],
  ]);
  const methods = Object.getOwnPropertyNames(Tensor.prototype).filter((name) => !others.has(name));
  const covered = Object.keys(cases).map((name) => name.split(/[ ,]/)[0]);
  expect(methods.filter((name) => !covered.includes(name))).toEqual([]);
});
