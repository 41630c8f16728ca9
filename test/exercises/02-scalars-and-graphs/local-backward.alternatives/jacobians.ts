// A table of derivatives, and one function that multiplies.

const slopes = {
  add: (): number[] => [1, 1],
  mul: (a: number, b: number): number[] => [b, a],
  pow: (x: number, n: number): number[] => [n ? n * x ** (n - 1) : 0],
  exp: (y: number): number[] => [y],
  log: (x: number): number[] => [1 / x],
  tanh: (y: number): number[] => [(1 - y) * (1 + y)],
};

type Operation = keyof typeof slopes;

const back = (operation: Operation, upstream: number, ...saved: [number, number]): number[] =>
  slopes[operation](...saved).map((slope) => slope * upstream);

const only = (operation: Operation, upstream: number, a: number, b = 0): number =>
  back(operation, upstream, a, b)[0];

export const addBackward = (upstream: number): number[] => back('add', upstream, 0, 0);
export const mulBackward = (upstream: number, a: number, b: number): number[] => back('mul', upstream, a, b);
export const powBackward = (upstream: number, x: number, n: number): number => only('pow', upstream, x, n);
export const expBackward = (upstream: number, y: number): number => only('exp', upstream, y);
export const logBackward = (upstream: number, x: number): number => only('log', upstream, x);
export const tanhBackward = (upstream: number, y: number): number => only('tanh', upstream, y);
