// pⱼ = 1 / Σₖ e^(zₖ − zⱼ): only differences of logits occur, and a power that overflows gives the right limit, 0.

export const softmax = (z: number[]): number[] =>
  z.map((zj) => 1 / z.reduce((sum, zk) => sum + Math.exp(zk - zj), 0));

/** ln(e^a + e^b), for a and b of any size. */
const logAdd = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

export const crossEntropy = (logits: number[][], targets: number[]): number =>
  logits.map((z, i) => z.reduce(logAdd) - z[targets[i]]).reduce((a, b) => a + b) / targets.length;

export function crossEntropyGradient(logits: number[][], targets: number[], upstream: number): number[][] {
  const gradient = logits.map(softmax);
  targets.forEach((target, i) => {
    gradient[i][target] -= 1;
  });
  return gradient.map((row) => row.map((value) => (value / targets.length) * upstream));
}
