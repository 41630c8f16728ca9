/** What an optimizer remembers, as plain data that can be stored and loaded again. */
import { backend } from '../backend';
import type { TypedArray } from '../backend/backend';
import type { Tensor } from '../tensor';

/** What is remembered of one parameter: numbers and arrays as long as the parameter; null for one not needed yet. */
export type ParameterState = { [name: string]: number | TypedArray | null };

/** A copy of everything that an optimizer needs to go on. Numbers of parameters count through all groups. */
export interface OptimizerStateDict {
  /** The name of the optimizer. */
  optimizer: string;
  /** The options of each group, and the numbers of its parameters. */
  groups: {
    /** The numbers of the group's parameters, counted through all groups. */
    params: number[];
    [option: string]: unknown;
  }[];
  /** By the number of the parameter; those that have not been changed yet are left out. */
  state: Record<string, ParameterState>;
}

/** Reports what does not fit. */
export type Refuse = (problem: string) => never;

/** Zeros in the parameter's own precision. */
export const zerosFor = (parameter: Tensor): TypedArray =>
  parameter.dtype === 'float64'
    ? new Float64Array(parameter.size)
    : (backend.remember?.(parameter.size) ?? new Float32Array(parameter.size));

/** A copy of an object of plain values, lists and typed arrays. */
export function copyPlain<T extends object>(values: T): T {
  const copies = Object.entries(values).map(([key, value]: [string, unknown]): [string, unknown] => {
    if (isTypedArray(value)) return [key, value.slice()];
    return [key, Array.isArray(value) ? [...value] : value];
  });
  return Object.fromEntries(copies) as T;
}

const isTypedArray = (value: unknown): value is TypedArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? `a list of ${value.length}` : typeof value;

/**
 * The saved options of a group, if they are the same ones, of the same kinds, as its own.
 * @throws by `refuse`, on a missing, an unknown or another kind of option
 */
export function fitOptions<Options extends object>(own: Options, saved: object, refuse: Refuse): Options {
  const values = new Map<string, unknown>(Object.entries(saved));
  for (const [option, value] of Object.entries(own)) {
    if (!values.has(option)) refuse(`option ${option} is missing`);
    const [came, expected] = [kindOf(values.get(option)), kindOf(value)];
    if (came !== expected) refuse(`option ${option} must be ${expected}, got ${came}`);
  }
  const unknown = [...values.keys()].find((option) => !(option in own));
  if (unknown !== undefined) refuse(`there is no option ${unknown}`);
  return copyPlain(saved) as Options;
}

/**
 * The saved state of a parameter, in the parameter's own precision.
 * @param initial a state as it should be: the same names, and numbers or arrays as there
 * @throws by `refuse`, on other names, kinds or lengths
 */
export function fitState<State extends ParameterState>(
  initial: State,
  saved: ParameterState,
  parameter: Tensor,
  refuse: Refuse,
): State {
  const names = Object.keys(initial);
  if ([...names].sort().join() !== Object.keys(saved).sort().join()) {
    refuse(`expected ${names.join(', ')}, got ${Object.keys(saved).join(', ')}`);
  }
  const values = names.map((name): [string, number | TypedArray | null] => {
    const [own, value] = [initial[name], saved[name]];
    if (typeof own === 'number') {
      return [
        name,
        typeof value === 'number' ? value : refuse(`${name} must be a number, got ${typeof value}`),
      ];
    }
    if (value === null && own === null) return [name, null];
    if (!isTypedArray(value) || value.length !== parameter.size) {
      const came = isTypedArray(value) ? `one of ${value.length}` : typeof value;
      return refuse(`${name} must be a typed array of ${parameter.size} numbers, got ${came}`);
    }
    const copy = zerosFor(parameter);
    copy.set(value);
    return [name, copy];
  });
  return Object.fromEntries(values) as State;
}
