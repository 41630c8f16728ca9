/** Attention: definitions, gradients, masks and errors. */
import { cat, gradcheck, manualSeed, nn, randn, type Tensor, tensor, zeros } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const dtype = 'float64';
const random = (...shape: number[]): Tensor => randn(shape, { dtype, requiresGrad: true });
const mask = (rows: number[] | number[][]): Tensor => tensor(rows, { dtype: 'int32' });
const hidden = Number.NEGATIVE_INFINITY;

/** Every parameter with the object that holds it. */
const places = (module: nn.Module): { holder: nn.Module; name: string; parameter: Tensor }[] => [
  ...Object.entries(module)
    .filter(([, value]) => value instanceof nn.Parameter)
    .map(([name, parameter]) => ({ holder: module, name, parameter: parameter as Tensor })),
  ...module.namedChildren().flatMap(([, child]) => places(child)),
];

/** gradcheck of all outputs together, in the inputs and in every parameter. */
function checkGradients(
  module: nn.Module,
  inputs: readonly Tensor[],
  call: (...inputs: Tensor[]) => Tensor[],
): void {
  const own = places(module);
  const f = (...all: Tensor[]): Tensor => {
    own.forEach(({ holder, name }, i) => {
      Object.assign(holder, { [name]: all[inputs.length + i] });
    });
    return cat(call(...all.slice(0, inputs.length)).map((output) => output.flatten()));
  };
  expect(gradcheck(f, [...inputs, ...own.map(({ parameter }) => parameter)])).toBe(true);
}

describe('scaledDotProductAttention', () => {
  test('is softmax(q·kᵀ/√d)·v, number by number', () => {
    manualSeed(1);
    const [q, k, v] = [random(2, 3), random(4, 3), random(4, 5)];
    const out = nn.scaledDotProductAttention(q, k, v);
    for (let i = 0; i < 2; i++) {
      const scores = [0, 1, 2, 3].map((j) => {
        const dot = [0, 1, 2].reduce((sum, n) => sum + q.data[i * 3 + n] * k.data[j * 3 + n], 0);
        return Math.exp(dot / Math.sqrt(3));
      });
      const total = scores.reduce((sum, score) => sum + score);
      for (let n = 0; n < 5; n++) {
        const wanted = scores.reduce((sum, score, j) => sum + (score / total) * v.data[j * 5 + n], 0);
        expect(out.data[i * 5 + n]).toBeCloseTo(wanted, 13);
      }
    }
  });
  test('gradcheck, with and without masks; dimensions before the last two broadcast', () => {
    manualSeed(2);
    const inputs = [random(2, 3, 2), random(4, 2), random(2, 4, 3)];
    const hide = mask([
      [0, 1, 0, 0],
      [0, 0, 1, 1],
      [1, 0, 0, 0],
    ]);
    for (const options of [{}, { mask: hide }, { isCausal: true }, { isCausal: true, mask: random(3, 4) }]) {
      expect(gradcheck((q, k, v) => nn.scaledDotProductAttention(q, k, v, options), inputs)).toBe(true);
    }
    expect(
      gradcheck(
        (q, k, v, added) => nn.scaledDotProductAttention(q, k, v, { mask: added }),
        [...inputs, random(3, 4)],
      ),
    ).toBe(true);
  });
  test('what is hidden has no weight and no gradient', () => {
    manualSeed(3);
    const [q, k, v] = [random(2, 2), random(3, 2), random(3, 2)];
    nn.scaledDotProductAttention(q, k, v, { mask: mask([[0, 0, 1]]) })
      .sum()
      .backward();
    expect([...v.grad!.data.slice(4)]).toEqual([0, 0]);
    expect([...k.grad!.data.slice(4)]).toEqual([0, 0]);
    expect(v.grad!.data.slice(0, 4).every((value) => value > 0)).toBe(true);
  });
  test('causal: query i sees keys 0 … i, so a later key changes nothing before it', () => {
    manualSeed(4);
    expect(nn.causalMask(3).toArray()).toEqual([
      [0, 1, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]);
    const x = random(3, 2).detach();
    const before = nn.scaledDotProductAttention(x, x, x, { isCausal: true });
    x.data[5] += 1;
    const after = nn.scaledDotProductAttention(x, x, x, { isCausal: true });
    expect(after.slice([0, 2]).data).toEqual(before.slice([0, 2]).data);
    expect(after.slice(2).data).not.toEqual(before.slice(2).data);
    expect(before.slice(0).data).toEqual(x.slice(0).data);
  });
  test('an added mask of −∞ is the same as hiding', () => {
    manualSeed(5);
    const [q, k] = [random(2, 2), random(3, 2)];
    const added = tensor([[0, hidden, 0]], { dtype });
    expect(nn.scaledDotProductAttention(q, k, k, { mask: added }).data).toEqual(
      nn.scaledDotProductAttention(q, k, k, { mask: mask([[0, 1, 0]]) }).data,
    );
  });
  test('errors', () => {
    const x = zeros([2, 3]);
    expect(() => nn.scaledDotProductAttention(x, zeros([2, 4]), x)).toThrow('got [2, 3], [2, 4], [2, 3]');
    expect(() => nn.scaledDotProductAttention(x, zeros([4, 3]), x)).toThrow('expected q […, queries, d]');
    expect(() => nn.scaledDotProductAttention(x, zeros([0, 3]), zeros([0, 3]))).toThrow('there are no keys');
    expect(() =>
      nn.scaledDotProductAttention(x, x, x, {
        mask: mask([
          [0, 0],
          [1, 1],
        ]),
      }),
    ).toThrow('row 1 of the scores [2, 2] is masked as a whole');
    expect(() => nn.scaledDotProductAttention(x, x, x, { mask: zeros([5, 2, 2]) })).toThrow(
      'masks of [5, 2, 2] do not fit scores of [2, 2]',
    );
  });
});

describe('MultiheadAttention', () => {
  test('names, shapes and start are those of PyTorch', () => {
    manualSeed(6);
    const layer = new nn.MultiheadAttention(6, 2);
    const state = layer.stateDict();
    expect(Object.entries(state).map(([name, value]) => [name, value.shape])).toEqual([
      ['in_proj_weight', [18, 6]],
      ['in_proj_bias', [18]],
      ['out_proj.weight', [6, 6]],
      ['out_proj.bias', [6]],
    ]);
    expect([...state.in_proj_bias.data, ...state['out_proj.bias'].data].every((value) => value === 0)).toBe(
      true,
    );
    const largest = Math.max(...state.in_proj_weight.data.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / 24));
    expect(largest).toBeGreaterThan(0.45);
    expect(Object.keys(new nn.MultiheadAttention(6, 2, { bias: false }).stateDict())).toEqual([
      'in_proj_weight',
      'out_proj.weight',
    ]);
  });
  test('one head is scaled dot-product attention between two linear layers', () => {
    manualSeed(7);
    const layer = new nn.MultiheadAttention(4, 1, { dtype, batchFirst: true });
    const [q, k, v] = [random(2, 3, 4), random(2, 5, 4), random(2, 5, 4)];
    const project = (x: Tensor, n: number): Tensor =>
      x
        .matmul(layer.inProjWeight.slice([4 * n, 4 * n + 4]).transpose())
        .add(layer.inProjBias!.slice([4 * n, 4 * n + 4]));
    const wanted = layer.outProj.forward(
      nn.scaledDotProductAttention(project(q, 0), project(k, 1), project(v, 2)),
    );
    const [output, weights] = layer.forward(q, k, v);
    output.data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted.data[i], 13);
    });
    expect(weights.shape).toEqual([2, 3, 5]);
    for (const total of weights.sum(2).data) expect(total).toBeCloseTo(1, 13);
  });
  test('gradcheck in inputs and every weight, with both masks', () => {
    manualSeed(8);
    const masks = {
      keyPaddingMask: mask([
        [0, 0, 1],
        [0, 0, 0],
      ]),
      attnMask: mask([
        [0, 1, 0],
        [0, 0, 1],
      ]),
    };
    for (const options of [{ batchFirst: true }, { batchFirst: true, bias: false }]) {
      const layer = new nn.MultiheadAttention(4, 2, { ...options, dtype });
      layer.inProjBias?.data.set(random(12).data);
      checkGradients(layer, [random(2, 2, 4), random(2, 3, 4), random(2, 3, 4)], (q, k, v) =>
        layer.forward(q, k, v, masks),
      );
    }
  });
  test('layouts agree: batch first, time first, no batch', () => {
    manualSeed(9);
    const timeFirst = new nn.MultiheadAttention(4, 2, { dtype });
    const batchFirst = new nn.MultiheadAttention(4, 2, { dtype, batchFirst: true });
    batchFirst.loadStateDict(timeFirst.stateDict());
    const [q, k] = [random(2, 3, 4), random(2, 5, 4)];
    const [output, weights] = batchFirst.forward(q, k, k);
    const swapped = timeFirst.forward(q.transpose(0, 1), k.transpose(0, 1), k.transpose(0, 1));
    expect(swapped[0].transpose(0, 1).data).toEqual(output.data);
    expect(swapped[1].data).toEqual(weights.data);
    const [single, singleWeights] = timeFirst.forward(q.slice(1), k.slice(1), k.slice(1), {
      keyPaddingMask: mask([0, 0, 0, 0, 0]),
    });
    expect(single.data).toEqual(output.slice(1).data);
    expect(singleWeights.data).toEqual(weights.slice(1).data);
  });
  test('masks hide: padding for an example, attnMask for all or for each head; a tensor alone is attnMask', () => {
    manualSeed(10);
    const layer = new nn.MultiheadAttention(4, 2, { dtype, batchFirst: true });
    const x = random(2, 2, 4);
    const padding = layer.forward(x, x, x, {
      keyPaddingMask: mask([
        [0, 1],
        [0, 0],
      ]),
    })[1];
    expect(padding.slice(0).toArray()).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(padding.slice(1).data.every((weight) => weight > 0 && weight < 1)).toBe(true);
    const causal = layer.forward(x, x, x, nn.causalMask(2))[1];
    expect(causal.slice([], 0).toArray()).toEqual([
      [1, 0],
      [1, 0],
    ]);
    // Head 0 of each example sees only key 0, head 1 only key 1: the mean is one half everywhere.
    const heads = tensor(
      [0, 1, 0, 1].map((head) => [0, 1].map(() => [head, 1 - head])),
      { dtype: 'int32' },
    );
    expect([...layer.forward(x, x, x, { attnMask: heads })[1].data]).toEqual(new Array(8).fill(0.5));
  });
  test('dropout acts on the weights, in training only', () => {
    manualSeed(11);
    const layer = new nn.MultiheadAttention(4, 2, { dtype, dropout: 1 });
    const x = random(3, 1, 4);
    expect(layer.forward(x, x, x)[1].data.every((weight) => weight === 0)).toBe(true);
    layer.eval();
    expect(layer.forward(x, x, x)[1].sum().item()).toBeCloseTo(3, 13);
  });
  test('errors', () => {
    const layer = new nn.MultiheadAttention(4, 2);
    const x = zeros([3, 2, 4]);
    expect(() => new nn.MultiheadAttention(5, 2)).toThrow('embedDim 5 cannot be divided among 2 heads');
    expect(() => new nn.MultiheadAttention(4, 2, { dropout: 2 })).toThrow(
      'dropout is a number in 0 … 1, got 2',
    );
    expect(() => layer.forward(x, x, zeros([2, 2, 4]))).toThrow('got [3, 2, 4], [3, 2, 4], [2, 2, 4]');
    expect(() => layer.forward(x, zeros([3, 1, 4]), zeros([3, 1, 4]))).toThrow(
      'expected query [queries, batch, 4]',
    );
    expect(() => layer.forward(x, x, x, { keyPaddingMask: zeros([3, 2]) })).toThrow(
      'keyPaddingMask must be [2, 3], got [3, 2]',
    );
    expect(() => layer.forward(x, x, x, { attnMask: zeros([2, 2]) })).toThrow(
      'attnMask must be [3, 3] or [4, 3, 3], got [2, 2]',
    );
    expect(() =>
      layer.forward(x, x, x, {
        keyPaddingMask: mask([
          [0, 0, 0],
          [1, 1, 1],
        ]),
      }),
    ).toThrow('masked as a whole');
  });
});

describe('AdditiveAttention', () => {
  test('is softmax(vᵀ tanh(W s + U h)), and the mean of the keys with those weights', () => {
    manualSeed(12);
    const layer = new nn.AdditiveAttention(3, 2, 4, { dtype });
    const [query, keys] = [random(1, 3), random(1, 5, 2)];
    const [context, weights] = layer.forward(query, keys);
    const scores = [0, 1, 2, 3, 4].map((t) => {
      const s = layer.query.forward(query).flatten();
      const h = layer.key.forward(keys.slice(0, t));
      return s.add(h).tanh().mul(layer.score.weight.flatten()).sum().item();
    });
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    scores.forEach((score, t) => {
      expect(weights.data[t]).toBeCloseTo(Math.exp(score) / total, 13);
    });
    for (const n of [0, 1]) {
      const wanted = scores.reduce(
        (sum, score, t) => sum + (Math.exp(score) / total) * keys.data[2 * t + n],
        0,
      );
      expect(context.data[n]).toBeCloseTo(wanted, 13);
    }
  });
  test('gradcheck in query, keys and every weight, with a mask', () => {
    manualSeed(13);
    const layer = new nn.AdditiveAttention(3, 2, 4, { dtype });
    const hide = mask([
      [0, 0, 1],
      [0, 0, 0],
    ]);
    checkGradients(layer, [random(2, 3), random(2, 3, 2)], (query, keys) => layer.forward(query, keys, hide));
  });
  test('keys projected before give the same, padding gets nothing', () => {
    manualSeed(14);
    const layer = new nn.AdditiveAttention(3, 2);
    expect(layer.score.weight.shape).toEqual([1, 2]);
    const [query, keys] = [randn([2, 3]), randn([2, 4, 2])];
    const hide = mask([
      [0, 0, 0, 1],
      [0, 1, 1, 1],
    ]);
    const [context, weights] = layer.forward(query, keys, hide);
    expect(layer.forward(query, keys, hide, layer.projectKeys(keys))[0].data).toEqual(context.data);
    expect(weights.slice(1).toArray()).toEqual([1, 0, 0, 0]);
    expect(weights.slice(0, 3).item()).toBe(0);
  });
  test('errors', () => {
    const layer = new nn.AdditiveAttention(3, 2);
    expect(() => layer.forward(zeros([2, 3]), zeros([1, 4, 2]))).toThrow(
      'expected query [batch, 3] and keys [batch, time, 2], got [2, 3] and [1, 4, 2]',
    );
    expect(() => layer.forward(zeros([1, 3]), zeros([1, 4, 2]), zeros([4]))).toThrow(
      'mask must be [1, 4], got [4]',
    );
    expect(() => new nn.AdditiveAttention(0, 2)).toThrow('queryDim is a whole number ≥ 1, got 0');
  });
});
