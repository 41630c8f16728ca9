// Functions that the grader may hand to the learner. No code crosses the pipe: a description does, and both sides make
// the same function of it.

import { Generator } from '../../../lib/random';
import type { Tensor } from '../../../lib/tensor';

/** Each with the way a learner would write it. */
const SCALARS = {
  sin: [Math.sin, 'Math.sin'],
  cos: [Math.cos, 'Math.cos'],
  exp: [Math.exp, 'Math.exp'],
  log: [Math.log, 'Math.log'],
  tanh: [Math.tanh, 'Math.tanh'],
  sqrt: [Math.sqrt, 'Math.sqrt'],
  square: [(x: number): number => x * x, '((x) => x * x)'],
  sigmoid: [(x: number): number => 1 / (1 + Math.exp(-x)), '((x) => 1 / (1 + Math.exp(-x)))'],
  relu: [(x: number): number => Math.max(0, x), '((x) => Math.max(0, x))'],
} as const satisfies Record<string, readonly [(x: number) => number, string]>;
const ELEMENTWISE = [
  'sin',
  'cos',
  'exp',
  'log',
  'sqrt',
  'tanh',
  'sigmoid',
  'relu',
  'softplus',
  'gelu',
] as const;

export type ScalarName = keyof typeof SCALARS;
export type ElementwiseName = (typeof ELEMENTWISE)[number];

/** coefficient · x₁^p₁ · x₂^p₂ · … */
export interface Term {
  readonly coefficient: number;
  readonly powers: readonly number[];
}

export type FunctionDescription =
  | { readonly $fn: 'polynomial'; readonly coefficients: readonly number[] }
  | { readonly $fn: 'terms'; readonly terms: readonly Term[] }
  | {
      readonly $fn: 'quadratic';
      readonly matrix: readonly (readonly number[])[];
      readonly vector: readonly number[];
    }
  | { readonly $fn: 'weighted-sum'; readonly name: ScalarName; readonly weights: readonly number[] }
  | { readonly $fn: 'scalar'; readonly name: ScalarName }
  | { readonly $fn: 'elementwise'; readonly name: ElementwiseName }
  | { readonly $fn: 'uniform' | 'normal'; readonly seed: number };

const DESCRIPTION = Symbol.for('backprop-lab.function');

/** A function that carries its description with it. */
export type Described<F = (...args: never[]) => unknown> = F & {
  readonly [DESCRIPTION]: FunctionDescription;
};

const described = <F extends object>(description: FunctionDescription, f: F): Described<F> =>
  Object.assign(f, { [DESCRIPTION]: description });

export function descriptionOf(value: unknown): FunctionDescription | undefined {
  return typeof value === 'function' ? (value as Partial<Described>)[DESCRIPTION] : undefined;
}

type OfNumber = Described<(x: number) => number>;
type OfList = Described<(x: readonly number[]) => number>;

/** c₀ + c₁x + c₂x² + …, of a number. */
export const polynomial = (coefficients: readonly number[]): OfNumber =>
  described({ $fn: 'polynomial', coefficients }, (x: number) =>
    coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0),
  );

/** One of Math's functions, or another of a number. */
export const scalar = (name: ScalarName): OfNumber =>
  described({ $fn: 'scalar', name }, (x: number) => SCALARS[name][0](x));

/** A polynomial of several variables, of a list of numbers. */
export const polynomialOfSeveral = (terms: readonly Term[]): OfList =>
  described({ $fn: 'terms', terms }, (x: readonly number[]) =>
    terms.reduce(
      (sum, { coefficient, powers }) =>
        sum + powers.reduce((product, p, i) => product * x[i] ** p, coefficient),
      0,
    ),
  );

/** ½ xᵀAx + bᵀx, of a list of numbers. */
export const quadratic = (matrix: readonly (readonly number[])[], vector: readonly number[]): OfList =>
  described({ $fn: 'quadratic', matrix, vector }, (x: readonly number[]) =>
    x.reduce((sum, xi, i) => {
      const row = x.reduce((inner, xj, j) => inner + matrix[i][j] * xj, 0);
      return sum + xi * (row / 2 + vector[i]);
    }, 0),
  );

/** w₁f(x₁) + w₂f(x₂) + …, of a list of numbers. */
export const weightedSum = (name: ScalarName, weights: readonly number[]): OfList =>
  described({ $fn: 'weighted-sum', name, weights }, (x: readonly number[]) =>
    weights.reduce((sum, weight, i) => sum + weight * SCALARS[name][0](x[i]), 0),
  );

/** A method of the library's tensors, element by element. */
export const elementwise = (name: ElementwiseName): Described<(x: Tensor) => Tensor> =>
  described({ $fn: 'elementwise', name }, (x: Tensor) => x[name]());

/** A stream of random numbers, uniform in [0, 1) or normal. Both sides get their own, with the same numbers. */
export function randomNumbers($fn: 'uniform' | 'normal', seed: number): Described<() => number> {
  const generator = new Generator(seed);
  return described({ $fn, seed }, () => ($fn === 'uniform' ? generator.random() : generator.normal()));
}

/** The function anew from its description. @returns undefined when it is none; trusts nothing */
export function functionOf(description: unknown): Described | undefined {
  const { $fn, name, seed, coefficients, terms, matrix, vector, weights } = { ...(description as Loose) };
  switch ($fn) {
    case 'polynomial':
      return isVector(coefficients) ? polynomial(coefficients) : undefined;
    case 'terms':
      return Array.isArray(terms) && terms.every(isTerm) ? polynomialOfSeveral(terms) : undefined;
    case 'scalar':
      return isScalar(name) ? scalar(name) : undefined;
    case 'quadratic':
      return isMatrix(matrix) && isVector(vector) ? quadratic(matrix, vector) : undefined;
    case 'weighted-sum':
      return isScalar(name) && isVector(weights) ? weightedSum(name, weights) : undefined;
    case 'elementwise':
      return isElementwise(name) ? elementwise(name) : undefined;
    case 'uniform':
    case 'normal':
      return Number.isSafeInteger(seed) ? randomNumbers($fn, seed as number) : undefined;
    default:
      return undefined;
  }
}

type Loose = Readonly<Record<string, unknown>> | null | undefined;

const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');
const isTerm = (value: unknown): value is Term => {
  const { coefficient, powers } = { ...(value as Loose) };
  return typeof coefficient === 'number' && isVector(powers);
};
const isMatrix = (value: unknown): value is number[][] => Array.isArray(value) && value.every(isVector);
const isScalar = (name: unknown): name is ScalarName =>
  typeof name === 'string' && Object.hasOwn(SCALARS, name);
const isElementwise = (name: unknown): name is ElementwiseName =>
  (ELEMENTWISE as readonly unknown[]).includes(name);

/** The function as a learner would write it. */
export function functionText(description: FunctionDescription): string {
  const sum = (terms: readonly string[]): string => terms.join(' + ').replaceAll('+ -', '- ');
  switch (description.$fn) {
    case 'polynomial': {
      const power = (i: number): string => ['', ' * x'][i] ?? ` * x ** ${i}`;
      return `(x) => ${sum(description.coefficients.map((c, i) => `${c}${power(i)}`))}`;
    }
    case 'terms': {
      const factor = (p: number, i: number): string =>
        p === 0 ? '' : ` * x[${i}]${p === 1 ? '' : ` ** ${p}`}`;
      const term = ({ coefficient, powers }: Term): string => `${coefficient}${powers.map(factor).join('')}`;
      return `(x) => ${sum(description.terms.map(term))}`;
    }
    case 'scalar':
      return SCALARS[description.name][1];
    case 'quadratic':
      return `quadratic(${JSON.stringify(description.matrix)}, ${JSON.stringify(description.vector)})`;
    case 'weighted-sum': {
      const f = SCALARS[description.name][1];
      return `(x) => ${sum(description.weights.map((weight, i) => `${weight} * ${f}(x[${i}])`))}`;
    }
    case 'elementwise':
      return `(x) => x.${description.name}()`;
    default:
      return `${description.$fn} random numbers (seed ${description.seed})`;
  }
}
