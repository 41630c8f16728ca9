/**
 * A denoising autoencoder with tied weights.
 *
 * The network gets a damaged picture x̃ and must give back the clean picture x. The encoder makes a short code h, the
 * decoder rebuilds the picture y from it. The weights are tied: the decoder uses the matrix of the encoder, transposed.
 *
 *     z = W x̃ + b,   h = tanh(z)        the code: m numbers
 *     y = Wᵀ h + c                      the rebuilt picture: d numbers
 *     L = (1 / (n d)) Σ (y − x)²        over the d numbers of all n pictures
 *
 * W has m rows and d columns, b has m numbers, c has d. A batch is an array of n pictures.
 *
 * W is used twice, so two ways lead from W to the loss, and its gradient is the sum of both contributions.
 *
 * Write plain TypeScript, without the tensors of the library: here you are the autograd.
 *
 * Source: P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol, "Extracting and Composing Robust Features with Denoising
 * Autoencoders", ICML 2008.
 *
 * Check your work with: npm run check -- denoising-autoencoder
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** What is learned: W of m × d, b of m, c of d. Gradients have the same form. */
export interface Weights {
  readonly w: Matrix;
  readonly b: Vector;
  readonly c: Vector;
}

/**
 * Damages a picture: number i becomes 0 if draws[i] < p, else it stays. The draws are uniform in 0 … 1, as many as the
 * picture has numbers.
 */
export function damage(picture: Vector, draws: Vector, p: number): number[] {
  // BEGIN SOLUTION
  // PROMPT One line. The picture itself stays as it is.
  return picture.map((value, i) => (draws[i] < p ? 0 : value));
  // END SOLUTION
}

/** The code h of one damaged picture: m numbers. */
export function encode(damaged: Vector, { w, b }: Weights): number[] {
  // BEGIN SOLUTION
  // PROMPT One number for each row of W.
  return w.map((row, i) => Math.tanh(row.reduce((sum, weight, j) => sum + weight * damaged[j], b[i])));
  // END SOLUTION
}

/** The picture y that a code stands for: d numbers. */
export function decode(code: Vector, { w, c }: Weights): number[] {
  // BEGIN SOLUTION
  // PROMPT One number for each column of W.
  return c.map((bias, j) => code.reduce((sum, h, i) => sum + w[i][j] * h, bias));
  // END SOLUTION
}

/** The gradients of the loss L of a batch with respect to W, b and c. */
export function gradients(damaged: Matrix, clean: Matrix, weights: Weights): Weights {
  // BEGIN SOLUTION
  // PROMPT 1. For each picture go forward, then find dL/dy. What is the target?
  // PROMPT 2. c and the decoder's use of W get their contributions from dL/dy.
  // PROMPT 3. Go on to dL/dh and dL/dz. b and the encoder's use of W get theirs from dL/dz.
  // PROMPT 4. All pictures add to the same gradients.
  const { w, b, c } = weights;
  const dw = w.map((row) => row.map(() => 0));
  const db = b.map(() => 0);
  const dc = c.map(() => 0);
  const count = clean.length * c.length;
  for (const [k, input] of damaged.entries()) {
    const h = encode(input, weights);
    const y = decode(h, weights);
    const dy = y.map((value, j) => (2 * (value - clean[k][j])) / count);
    const dh = w.map((row) => row.reduce((sum, weight, j) => sum + weight * dy[j], 0));
    const dz = dh.map((slope, i) => slope * (1 - h[i] ** 2));
    for (const [j, slope] of dy.entries()) dc[j] += slope;
    for (const [i, slope] of dz.entries()) db[i] += slope;
    for (const [i, row] of dw.entries()) {
      for (const j of row.keys()) row[j] += h[i] * dy[j] + dz[i] * input[j];
    }
  }
  return { w: dw, b: db, c: dc };
  // END SOLUTION
}
