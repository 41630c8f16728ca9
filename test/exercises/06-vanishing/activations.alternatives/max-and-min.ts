// No branch in the forward functions: the part above 0 and the part below 0, added.

type Numbers = readonly number[];

export const relu = (x: Numbers): number[] => x.map((value) => (value + Math.abs(value)) / 2);

export const leakyRelu = (x: Numbers, slope: number): number[] =>
  x.map((value) => Math.max(0, value) + slope * Math.min(0, value));

export const elu = (x: Numbers, alpha: number): number[] =>
  x.map((value) => Math.max(0, value) + alpha * (Math.exp(Math.min(0, value)) - 1));

const passed = (x: Numbers, upstream: Numbers, below: (value: number) => number): number[] => {
  const above = (value: number): number => Number(value > 0);
  return upstream.map((g, i) => g * (above(x[i]) + (1 - above(x[i])) * below(Math.min(0, x[i]))));
};

export const reluBackward = (x: Numbers, upstream: Numbers): number[] => passed(x, upstream, () => 0);

export const leakyReluBackward = (x: Numbers, upstream: Numbers, slope: number): number[] =>
  passed(x, upstream, () => slope);

export const eluBackward = (x: Numbers, upstream: Numbers, alpha: number): number[] =>
  passed(x, upstream, (value) => alpha * Math.exp(value));
