// h' = n + z · (h − n), and its derivatives gate by gate, as a list of three small layers.

type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly bx: Vector;
  readonly bh: Vector;
}
interface Step {
  r: Vector;
  z: Vector;
  n: Vector;
  m: Vector;
  h: Vector;
}

const affine = (W: Matrix, v: Vector, b: Vector): number[] =>
  b.map((bias, k) => W[k].reduce((total, weight, j) => total + weight * v[j], bias));
const zip = (f: (...numbers: number[]) => number, ...vectors: Vector[]): number[] =>
  vectors[0].map((_, k) => f(...vectors.map((v) => v[k])));
const thirds = (v: Vector): number[][] => {
  const size = v.length / 3;
  return [0, 1, 2].map((part) => v.slice(part * size, (part + 1) * size));
};
const gate = (a: number, m: number): number => 0.5 * (1 + Math.tanh((a + m) / 2));

export function gruForward(x: Vector, h: Vector, weights: Weights): Step {
  const [ar, az, an] = thirds(affine(weights.Wx, x, weights.bx));
  const [mr, mz, m] = thirds(affine(weights.Wh, h, weights.bh));
  const r = zip(gate, ar, mr);
  const z = zip(gate, az, mz);
  const n = zip((a, reset, value) => Math.tanh(a + reset * value), an, r, m);
  return { r, z, n, m, h: zip((share, old, fresh) => fresh + share * (old - fresh), z, h, n) };
}

export function gateGradients({ r, z, n, m }: Step, hBefore: Vector, dh: Vector) {
  const dn = zip((d, share, value) => d * (1 - share) * (1 - value * value), dh, z, n);
  const dz = zip((d, share, old, value) => d * (old - value) * share * (1 - share), dh, z, hBefore, n);
  const dr = zip((d, value, reset) => d * value * reset * (1 - reset), dn, m, r);
  const gates = [dr, dz].flat();
  return {
    direct: zip((d, share) => d * share, dh, z),
    dm: gates.concat(zip((d, reset) => d * reset, dn, r)),
    da: gates.concat(dn),
  };
}

export function gruBackward(x: Vector, h: Vector, weights: Weights, step: Step, dh: Vector) {
  const { da, dm, direct } = gateGradients(step, h, dh);
  const turned = (W: Matrix): Matrix => W[0].map((_, j) => W.map((row) => row[j]));
  const nothing = x.map(() => 0);
  return {
    dx: affine(turned(weights.Wx), da, nothing),
    dhBefore: affine(turned(weights.Wh), dm, direct),
    dWx: da.map((d) => zip((value) => d * value, x)),
    dWh: dm.map((d) => zip((value) => d * value, h)),
    dbx: da,
    dbh: dm,
  };
}
