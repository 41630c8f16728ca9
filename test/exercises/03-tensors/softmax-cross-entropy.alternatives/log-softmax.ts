// Everything from the logarithms of the probabilities.

function logSoftmax(z: readonly number[]): number[] {
  const sorted = [...z].sort((a, b) => b - a);
  const [c] = sorted;
  let total = 0;
  for (const value of sorted.reverse()) total += Math.exp(value - c);
  return z.map((value) => value - c - Math.log(total));
}

export async function softmax(z: number[]): Promise<number[]> {
  return logSoftmax(z).map(Math.exp);
}

export async function crossEntropy(logits: number[][], targets: number[]): Promise<number> {
  let mean = 0;
  logits.forEach((z, i) => {
    mean -= logSoftmax(z)[targets[i]] / logits.length;
  });
  return mean;
}

export async function crossEntropyGradient(logits: number[][], targets: number[], upstream: number) {
  const scale = upstream / logits.length;
  return logits.map((z, i) =>
    Float64Array.from(
      logSoftmax(z),
      (log, j) => scale * (j === targets[i] ? Math.expm1(log) : Math.exp(log)),
    ),
  );
}
