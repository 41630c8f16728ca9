// Remembers which numbers stay, not the mask; the scale is a factor of its own.

export type Matrix = readonly (readonly number[])[];

function stays(rows: number, columns: number, p: number, random: () => number): boolean[][] {
  const all = Array.from({ length: rows * columns }, () => !(random() < p));
  return Array.from({ length: rows }, (_, n) => all.slice(n * columns, (n + 1) * columns));
}

export const dropoutMask = (rows: number, columns: number, p: number, random: () => number): number[][] =>
  stays(rows, columns, p, random).map((row) => row.map((stay) => (stay ? 1 / (1 - p) : 0)));

export class Dropout {
  #stays: boolean[][] | null = null;
  readonly #scale: number;

  constructor(
    p: number,
    readonly random: () => number,
    readonly share = p,
  ) {
    this.#scale = 1 / (1 - p);
  }

  forward(x: Matrix, training: boolean): number[][] {
    this.#stays = training ? stays(x.length, x[0].length, this.share, this.random) : null;
    return this.#through(x);
  }

  backward(upstream: Matrix): number[][] {
    return this.#through(upstream);
  }

  #through(matrix: Matrix): number[][] {
    const table = this.#stays;
    if (table === null) return matrix.map((row) => row.slice());
    return matrix.map((row, n) => row.map((value, j) => (table[n][j] ? value * this.#scale : 0)));
  }
}
