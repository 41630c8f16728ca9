// Forward mode: a value and its rate of change travel together, and nothing is remembered.

type Step = 'square' | 'double' | 'sin' | 'exp' | 'tanh';

class Dual {
  constructor(
    readonly value: number,
    readonly rate: number,
  ) {}

  static readonly steps: Record<Step, (d: Dual) => Dual> = {
    square: (d) => d.times(d),
    double: (d) => new Dual(d.value + d.value, d.rate + d.rate),
    sin: (d) => new Dual(Math.sin(d.value), Math.cos(d.value) * d.rate),
    exp: (d) => new Dual(Math.exp(d.value), Math.exp(d.value) * d.rate),
    tanh: (d) => new Dual(Math.tanh(d.value), d.rate / Math.cosh(d.value) ** 2),
  };

  times(other: Dual): Dual {
    return new Dual(this.value * other.value, this.rate * other.value + this.value * other.rate);
  }

  through(steps: readonly Step[]): Dual {
    return steps.reduce<Dual>((d, step) => Dual.steps[step](d), this);
  }
}

export const localDerivative = (step: Step, x: number): number => chainRule([step], x);

export const chainRule = (steps: readonly Step[], x: number): number => new Dual(x, 1).through(steps).rate;

export const twoPaths = (left: readonly Step[], right: readonly Step[], x: number): number =>
  new Dual(x, 1).through(left).times(new Dual(x, 1).through(right)).rate;
