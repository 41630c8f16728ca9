// What the tests of an exercise send, looked at while they run: no gradient from above that is all ones, not only square
// shapes, nothing but saturated numbers.

import { numericShape } from '../difference';
import type { Learner } from '../learner';
import { isTensor, isTypedArray, type Plain } from '../sandbox/plain';
import type { Answer, Ask } from '../sandbox/protocol';

interface Grid {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/** Of a symmetric matrix, such as one of distances, rows and columns are the same. */
function isSymmetric({ shape, numbers }: Grid): boolean {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows !== columns) return false;
  return numbers.every((number, i) => number === numbers[(i % rows) * rows + Math.floor(i / rows)]);
}

/** Numbers larger than this in size are where sigmoid and tanh are flat. */
const SATURATED = 6;

/** Passes the questions on and remembers the matrices and tensors in them. */
export class InputWatch implements Learner {
  readonly #grids: Grid[] = [];

  constructor(readonly learner: Learner) {}

  beginTest(): void {
    this.learner.beginTest();
  }

  ask(ask: Ask): Promise<Answer> {
    if ('args' in ask) for (const arg of ask.args) this.#grids.push(...gridsIn(arg));
    return this.learner.ask(ask);
  }

  /** What is wrong with all of it together. */
  get findings(): string[] {
    const grids = this.#grids;
    const large = grids.filter(({ numbers }) => numbers.length > 1);
    const matrices = grids.filter((grid) => grid.shape.length >= 2 && !isSymmetric(grid));
    const findings: string[] = [];
    const ones = large.find(({ numbers }) => numbers.every((number) => number === 1));
    if (ones) findings.push(`an input of shape [${ones.shape}] is all ones: draw it at random`);
    const square = ({ shape }: Grid): boolean => shape.slice(-2).every((size) => size === shape.at(-1));
    if (matrices.length > 0 && matrices.every(square))
      findings.push('all matrices are square: rows and columns can be mistaken for each other');
    const saturated = ({ numbers }: Grid): boolean =>
      numbers.some((number) => !Number.isInteger(number)) &&
      numbers.every((number) => Math.abs(number) > SATURATED);
    if (large.length > 0 && large.every(saturated))
      findings.push(`all inputs are larger than ${SATURATED} in size`);
    return findings;
  }
}

function gridsIn(value: Plain): Grid[] {
  if (isTensor(value)) return [{ shape: value.shape, numbers: Array.from(value.data) }];
  const shape = numericShape(value);
  if (shape && shape.length > 0) return [{ shape, numbers: flat(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as { readonly [key: string]: Plain }).flatMap(gridsIn);
}

function flat(value: Plain): number[] {
  if (typeof value === 'number') return [value];
  if (isTypedArray(value)) return Array.from(value);
  return (value as readonly Plain[]).flatMap(flat);
}
