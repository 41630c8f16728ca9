// Input, state and a constant 1 stand in one vector, and all weights in one matrix. First all δ, then all sums.
// Asynchronous.

type Matrix = readonly (readonly number[])[];
type Weights = { readonly Wx: Matrix; readonly Wh: Matrix; readonly b: readonly number[] };

const joined = ({ Wx, Wh, b }: Weights): number[][] => b.map((bias, k) => [...Wx[k], ...Wh[k], bias]);

export async function forward(xs: Matrix, h0: readonly number[], weights: Weights): Promise<number[][]> {
  const W = joined(weights);
  const states = [[...h0]];
  for (const [t, x] of xs.entries()) {
    const all = [...x, ...states[t], 1];
    states.push(W.map((row) => Math.tanh(row.reduce((sum, weight, j) => sum + weight * all[j], 0))));
  }
  return states.slice(1);
}

export async function backward(
  xs: Matrix,
  h0: readonly number[],
  hs: Matrix,
  weights: Weights,
  upstream: Matrix,
) {
  const W = joined(weights);
  const inputs = xs[0].length;
  const read = xs.map((x, t) => [...x, ...(t === 0 ? h0 : hs[t - 1]), 1]);
  const dRead = read.map((all) => all.map(() => 0));
  const dW = W.map((row) => new Float64Array(row.length));
  for (let t = xs.length - 1; t >= 0; t--) {
    for (const [k, row] of W.entries()) {
      const later = t + 1 < xs.length ? dRead[t + 1][inputs + k] : 0;
      const delta = (upstream[t][k] + later) * (1 - hs[t][k] * hs[t][k]);
      for (const [j, weight] of row.entries()) {
        dRead[t][j] += weight * delta;
        dW[k][j] += read[t][j] * delta;
      }
    }
  }
  return {
    dWx: dW.map((row) => row.slice(0, inputs)),
    dWh: dW.map((row) => row.slice(inputs, -1)),
    db: dW.map((row) => row[row.length - 1]),
    dxs: dRead.map((all) => all.slice(0, inputs)),
    dh0: dRead[0].slice(inputs, -1),
  };
}
