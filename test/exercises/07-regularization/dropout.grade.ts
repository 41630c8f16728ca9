// The graded tests of the exercise dropout. The mask follows from the numbers that are handed in; what it does forward
// and backward comes from the library's autograd.

import { type Tensor, tensor } from '../../../lib';
import { dropout } from '../../../tools/grader/catalog/07-regularization';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof dropout>;
type Matrix = readonly (readonly number[])[];
type Random = () => number;

const matrix = (x: Matrix, requiresGrad = false): Tensor =>
  tensor(
    x.map((row) => [...row]),
    { dtype: 'float64', requiresGrad },
  );
const rowsOf = (x: Tensor): number[][] => x.toArray() as number[][];

/** The value of what stays, from the share that is dropped. */
function kept(p: number, mistake?: Mistake): number {
  if (mistake === 'not-scaled') return 1;
  return mistake === 'scaled-by-p' ? 1 / p : 1 / (1 - p);
}

function maskOf(rows: number, columns: number, p: number, random: Random, mistake?: Mistake): number[][] {
  const entry = (): number => {
    const isSmall = random() < p;
    return isSmall !== (mistake === 'shares-swapped') ? 0 : kept(p, mistake);
  };
  const mask = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  if (mistake === 'one-mask-for-all-rows') {
    const row = mask[0].map(entry);
    return mask.map(() => [...row]);
  }
  if (mistake === 'column-by-column') {
    for (let j = 0; j < columns; j++) for (let n = 0; n < rows; n++) mask[n][j] = entry();
    return mask;
  }
  return mask.map((row) => row.map(entry));
}

function model(mistake?: Mistake) {
  class Dropout {
    #x: Tensor | undefined;
    #y: Tensor | undefined;
    #mask: number[][] = [];

    constructor(
      readonly p: number,
      readonly random: Random,
    ) {}

    forward(x: Matrix, training: boolean): number[][] {
      const all = (value: number): number[][] => x.map((row) => row.map(() => value));
      const { p, random } = this;
      const draw = (): number[][] => maskOf(x.length, x[0].length, p, random, mistake);
      if (training || mistake === 'active-in-evaluation')
        this.#mask = mistake === 'mask-drawn-once' && this.#mask.length > 0 ? this.#mask : draw();
      else if (mistake !== 'old-mask-after-evaluation' && mistake !== 'mask-drawn-once')
        this.#mask = all(mistake === 'scaled-in-evaluation' ? 1 - p : 1);
      this.#x = matrix(x, true);
      const through = training || mistake === 'active-in-evaluation';
      const plain = mistake === 'scaled-in-evaluation' ? 1 - p : 1;
      this.#y = this.#x.mul(matrix(through ? this.#mask : all(plain)));
      if (mistake === 'input-changed')
        for (const [n, row] of rowsOf(this.#y).entries()) Object.assign(x[n], row);
      return rowsOf(this.#y);
    }

    backward(upstream: Matrix): number[][] {
      const times = (mask: Matrix): number[][] => upstream.map((row, n) => row.map((g, j) => mask[n][j] * g));
      const { p, random } = this;
      switch (mistake) {
        case 'new-mask-in-backward':
          return times(maskOf(upstream.length, upstream[0].length, p, random));
        case 'gradient-not-masked':
          return times(upstream.map((row) => row.map(() => 1)));
        case 'gradient-not-scaled':
          return times(this.#mask.map((row) => row.map((entry) => (entry === 0 ? 0 : 1))));
        case 'old-mask-after-evaluation':
        case 'mask-drawn-once':
          return times(this.#mask);
        default:
          this.#y!.backward(matrix(upstream));
          return rowsOf(this.#x!.grad!);
      }
    }
  }

  return {
    Dropout,
    dropoutMask: (rows: number, columns: number, p: number, random: Random): number[][] =>
      maskOf(rows, columns, p, random, mistake),
  };
}

const share = (draw: Draw): number => draw.value({ from: 0.25, to: 0.75, sign: 1 });
/** Rows and columns; no square among them. */
const SIZES = [
  [1, 2],
  [2, 3],
  [4, 2],
  [3, 5],
] as const;

export default gradedExercise(dropout, model, (kit) => ({
  mask: kit.calls('dropoutMask', {
    sizes: [...SIZES.map((size) => ({ size, p: undefined })), { size: [2, 3], p: 0 }],
    draw: (draw, { size: [rows, columns], p }) => [rows, columns, p ?? share(draw), draw.stream()],
  }),
  training: kit.objects('Dropout', {
    sizes: SIZES,
    draw: (draw, [rows, columns]) => ({
      create: [share(draw), draw.stream()],
      calls: [1, 2].flatMap(
        () =>
          [
            ['forward', draw.matrix(rows, columns), true],
            ['backward', draw.matrix(rows, columns, { to: 2 })],
          ] as const,
      ),
    }),
  }),
  modes: kit.objects('Dropout', {
    sizes: [...SIZES.map((size) => ({ size, p: undefined })), { size: [2, 3], p: 0 }],
    draw: (draw, { size: [rows, columns], p }) => ({
      create: [p ?? share(draw), draw.stream()],
      calls: [true, false, true].flatMap(
        (training) =>
          [
            ['forward', draw.matrix(rows, columns), training],
            ['backward', draw.matrix(rows, columns, { to: 2 })],
          ] as const,
      ),
    }),
  }),
}));
