// Input and state stand in one vector, and both matrices in one; the gates are a table of functions and slopes.

type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly b: Vector;
}
interface Step {
  i: Vector;
  f: Vector;
  g: Vector;
  o: Vector;
  c: Vector;
  h: Vector;
}

const SIGMOID = { bend: (z: number) => 0.5 + 0.5 * Math.tanh(z / 2), slope: (s: number) => s - s * s };
const TANH = { bend: Math.tanh, slope: (t: number) => 1 - t * t };
const GATES = { i: SIGMOID, f: SIGMOID, g: TANH, o: SIGMOID };
const NAMES = ['i', 'f', 'g', 'o'] as const;

export function lstmForward(x: Vector, h: Vector, c: Vector, weights: Weights): Step {
  const seen = [...x, ...h];
  const z = weights.b.map((bias, k) =>
    [...weights.Wx[k], ...weights.Wh[k]].reduce((total, weight, j) => total + weight * seen[j], bias),
  );
  const entries = NAMES.map((name, part) => [
    name,
    z.slice(part * h.length, (part + 1) * h.length).map(GATES[name].bend),
  ]);
  const { i, f, g, o } = Object.fromEntries(entries) as Step;
  const cell = c.map((old, k) => old * f[k] + g[k] * i[k]);
  return { i, f, g, o, c: cell, h: o.map((gate, k) => gate * Math.tanh(cell[k])) };
}

export function gateGradients(step: Step, cBefore: Vector, dh: Vector, dc: Vector) {
  const seen = step.c.map(Math.tanh);
  const cell = dh.map((d, k) => dc[k] + d * step.o[k] * TANH.slope(seen[k]));
  const other = { i: step.g, f: cBefore, g: step.i, o: seen };
  return {
    dz: NAMES.flatMap((name) =>
      (name === 'o' ? dh : cell).map((d, k) => d * other[name][k] * GATES[name].slope(step[name][k])),
    ),
    dcBefore: step.f.map((gate, k) => cell[k] * gate),
  };
}

export function lstmBackward(
  x: Vector,
  h: Vector,
  c: Vector,
  weights: Weights,
  step: Step,
  dh: Vector,
  dc: Vector,
) {
  const { dz, dcBefore } = gateGradients(step, c, dh, dc);
  const seen = [...x, ...h];
  const dSeen = seen.map((_, j) =>
    dz.reduce((total, d, k) => total + d * [...weights.Wx[k], ...weights.Wh[k]][j], 0),
  );
  const dW = dz.map((d) => seen.map((value) => value * d));
  return {
    dx: dSeen.slice(0, x.length),
    dhBefore: dSeen.slice(x.length),
    dcBefore,
    dWx: dW.map((row) => row.slice(0, x.length)),
    dWh: dW.map((row) => row.slice(x.length)),
    db: dz,
  };
}
