// The forward pass leaves behind a function that does the backward pass.

type Matrix = readonly (readonly number[])[];
type Rule = (value: number, n: number, j: number) => number;

const each = (matrix: Matrix, rule: Rule): number[][] =>
  matrix.map((row, n) => row.map((value, j) => rule(value, n, j)));

export function dropoutMask(rows: number, columns: number, p: number, random: () => number): number[][] {
  const mask: number[][] = [];
  for (let n = 0; n < rows; n++) {
    mask[n] = [];
    for (let j = 0; j < columns; j++) mask[n][j] = Number(random() >= p) / (1 - p);
  }
  return mask;
}

export class Dropout {
  private rule: Rule = (value) => value;

  constructor(
    readonly p: number,
    readonly random: () => number,
  ) {}

  forward(x: Matrix, training: boolean): number[][] {
    const mask = training ? dropoutMask(x.length, x[0].length, this.p, this.random) : undefined;
    this.rule = mask ? (value, n, j) => value * mask[n][j] : (value) => value;
    return each(x, this.rule);
  }

  async backward(upstream: Matrix): Promise<number[][]> {
    return each(upstream, this.rule);
  }
}
