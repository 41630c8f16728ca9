// One unit of the state after the other, with numbers in place of vectors. Asynchronous.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Weights = { readonly Wx: Matrix; readonly Wh: Matrix; readonly bx: Vector; readonly bh: Vector };
type Step = Record<'r' | 'z' | 'n' | 'm' | 'h', number[]>;

const logistic = (z: number): number => 1 - 1 / (1 + Math.exp(z));

function line(W: Matrix, b: Vector, k: number, v: Vector): number {
  let sum = b[k];
  for (let j = 0; j < v.length; j++) sum += W[k][j] * v[j];
  return sum;
}

export async function gruForward(x: Vector, h: Vector, { Wx, Wh, bx, bh }: Weights): Promise<Step> {
  const size = h.length;
  const step: Step = { r: [], z: [], n: [], m: [], h: [] };
  for (let k = 0; k < size; k++) {
    step.r[k] = logistic(line(Wx, bx, k, x) + line(Wh, bh, k, h));
    step.z[k] = logistic(line(Wx, bx, k + size, x) + line(Wh, bh, k + size, h));
    step.m[k] = line(Wh, bh, k + 2 * size, h);
    step.n[k] = Math.tanh(line(Wx, bx, k + 2 * size, x) + step.r[k] * step.m[k]);
    step.h[k] = step.n[k] + step.z[k] * (h[k] - step.n[k]);
  }
  return step;
}

export function gateGradients({ r, z, n, m }: Step, hBefore: Vector, dh: Vector) {
  const size = dh.length;
  const [da, dm, direct] = [new Float64Array(3 * size), new Float64Array(3 * size), new Float64Array(size)];
  for (let k = 0; k < size; k++) {
    direct[k] = z[k] * dh[k];
    da[k + 2 * size] = (dh[k] - direct[k]) * (1 - n[k]) * (1 + n[k]);
    dm[k + 2 * size] = r[k] * da[k + 2 * size];
    da[k + size] = (hBefore[k] - n[k]) * direct[k] * (1 - z[k]);
    da[k] = m[k] * dm[k + 2 * size] * (1 - r[k]);
    dm[k] = da[k];
    dm[k + size] = da[k + size];
  }
  return { da, dm, direct };
}

export async function gruBackward(x: Vector, h: Vector, { Wx, Wh }: Weights, step: Step, dh: Vector) {
  const { da, dm, direct } = gateGradients(step, h, dh);
  const dx = x.map(() => 0);
  const dhBefore = [...direct];
  for (let k = 0; k < da.length; k++) {
    for (const [j, weight] of Wx[k].entries()) dx[j] += weight * da[k];
    for (const [j, weight] of Wh[k].entries()) dhBefore[j] += weight * dm[k];
  }
  return {
    dx,
    dhBefore,
    dWx: Wx.map((row, k) => row.map((_, j) => x[j] * da[k])),
    dWh: Wh.map((row, k) => row.map((_, j) => h[j] * dm[k])),
    dbx: da,
    dbh: dm,
  };
}
