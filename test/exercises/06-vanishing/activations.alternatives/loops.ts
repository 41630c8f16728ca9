// Loops that change copies. ELU goes backward from its output: below 0 its derivative is y + α.

export function relu(x: readonly number[]): number[] {
  const y = [...x];
  for (let i = 0; i < y.length; i++) {
    if (y[i] < 0) y[i] = 0;
  }
  return y;
}

export async function reluBackward(x: readonly number[], upstream: readonly number[]): Promise<number[]> {
  const y = relu(x);
  const gradient = [...upstream];
  for (let i = 0; i < y.length; i++) {
    if (y[i] === 0) gradient[i] = 0;
  }
  return gradient;
}

export function leakyRelu(x: readonly number[], slope: number): number[] {
  const y: number[] = [];
  for (const value of x) y.push(value <= 0 ? value * slope : value);
  return y;
}

export async function leakyReluBackward(
  x: readonly number[],
  upstream: readonly number[],
  slope: number,
): Promise<number[]> {
  const gradient = [...upstream];
  x.forEach((value, i) => {
    if (value <= 0) gradient[i] *= slope;
  });
  return gradient;
}

export function elu(x: readonly number[], alpha: number): number[] {
  const y: number[] = [];
  for (const value of x) y.push(value <= 0 ? alpha * Math.exp(value) - alpha : value);
  return y;
}

export async function eluBackward(
  x: readonly number[],
  upstream: readonly number[],
  alpha: number,
): Promise<number[]> {
  const gradient = [...upstream];
  elu(x, alpha).forEach((y, i) => {
    if (y <= 0) gradient[i] *= y + alpha;
  });
  return gradient;
}
