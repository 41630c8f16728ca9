// One unit of the state after the other, with numbers in place of vectors. Asynchronous.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Weights = { readonly Wx: Matrix; readonly Wh: Matrix; readonly b: Vector };
type Step = Record<'i' | 'f' | 'g' | 'o' | 'c' | 'h', Vector>;

const logistic = (z: number): number => 1 - 1 / (1 + Math.exp(z));

export async function lstmForward(x: Vector, h: Vector, c: Vector, { Wx, Wh, b }: Weights): Promise<Step> {
  const size = h.length;
  const z = (k: number): number => {
    let sum = b[k];
    for (let j = 0; j < x.length; j++) sum += Wx[k][j] * x[j];
    for (let j = 0; j < size; j++) sum += Wh[k][j] * h[j];
    return sum;
  };
  const step = { i: [], f: [], g: [], o: [], c: [], h: [] } as Record<keyof Step, number[]>;
  for (let k = 0; k < size; k++) {
    step.i[k] = logistic(z(k));
    step.f[k] = logistic(z(k + size));
    step.g[k] = Math.tanh(z(k + 2 * size));
    step.o[k] = logistic(z(k + 3 * size));
    step.c[k] = step.i[k] * step.g[k] + step.f[k] * c[k];
    step.h[k] = Math.tanh(step.c[k]) * step.o[k];
  }
  return step;
}

export function gateGradients({ i, f, g, o, c }: Step, cBefore: Vector, dh: Vector, dc: Vector) {
  const size = dh.length;
  const dz = new Float64Array(4 * size);
  const dcBefore = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const shown = Math.tanh(c[k]);
    const cell = dc[k] + (dh[k] * o[k]) / Math.cosh(c[k]) ** 2;
    dz[k] = cell * g[k] * (i[k] - i[k] ** 2);
    dz[k + size] = cell * cBefore[k] * (f[k] - f[k] ** 2);
    dz[k + 2 * size] = cell * i[k] * (1 - g[k]) * (1 + g[k]);
    dz[k + 3 * size] = dh[k] * shown * (o[k] - o[k] ** 2);
    dcBefore[k] = f[k] * cell;
  }
  return { dcBefore, dz };
}

export async function lstmBackward(
  x: Vector,
  h: Vector,
  c: Vector,
  { Wx, Wh }: Weights,
  step: Step,
  dh: Vector,
  dc: Vector,
) {
  const { dz, dcBefore } = gateGradients(step, c, dh, dc);
  const dx = x.map(() => 0);
  const dhBefore = h.map(() => 0);
  const [dWx, dWh]: number[][][] = [[], []];
  for (const [k, delta] of dz.entries()) {
    for (const [j, weight] of Wx[k].entries()) dx[j] += delta * weight;
    for (const [j, weight] of Wh[k].entries()) dhBefore[j] += delta * weight;
    dWx.push(x.map((value) => delta * value));
    dWh.push(h.map((value) => delta * value));
  }
  return { dx, dhBefore, dcBefore, dWx, dWh, db: [...dz] };
}
