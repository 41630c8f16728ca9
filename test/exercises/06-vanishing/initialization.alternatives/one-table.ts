// One function for all four; the fans from the number of all weights.

type Numbers = readonly number[];

export function fans(shape: Numbers): { fanIn: number; fanOut: number } {
  let size = 1;
  for (const length of shape) size *= length;
  return { fanIn: size / shape[0], fanOut: size / shape[1] };
}

const std = {
  xavier: (shape: Numbers): number => (0.5 * (fans(shape).fanIn + fans(shape).fanOut)) ** -0.5,
  he: (shape: Numbers): number => (0.5 * fans(shape).fanIn) ** -0.5,
};

const scaled =
  (method: keyof typeof std, spread: (draw: number) => number) =>
  (shape: Numbers, draws: Numbers): number[] =>
    draws.map((draw) => std[method](shape) * spread(draw));

const normal = (draw: number): number => draw;
/** Uniform with variance 1: from −√3 to √3. */
const uniform = (draw: number): number => Math.sqrt(3) * (draw - (1 - draw));

export const xavierNormal = scaled('xavier', normal);
export const xavierUniform = scaled('xavier', uniform);
export const heNormal = scaled('he', normal);
export const heUniform = scaled('he', uniform);
