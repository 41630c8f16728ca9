import type { TypedArray } from '../backend/backend';
import { Tensor } from '../tensor';

/** Parameters that share options: `new SGD([{ params: a }, { params: b, lr: 0.01 }], { lr: 0.1 })`. */
export type GroupOptions<Options> = { params: Iterable<Tensor> } & Partial<Options>;
/** Parameters, or groups of them. */
export type Params<Options> = Iterable<Tensor> | Iterable<GroupOptions<Options>>;

/**
 * The base of all optimizers. `step` changes every parameter that has a gradient; a subclass says how in
 * `update`: the update rule of its paper, element by element.
 * @typeParam State what is remembered of one parameter between steps
 */
export abstract class Optimizer<Options extends { lr: number }, State> {
  /** The groups. Their options, `lr` among them, may be changed between steps. */
  readonly groups: (Options & { params: readonly Tensor[] })[];
  readonly #states = new Map<Tensor, State>();

  constructor(params: Params<Options>, defaults: Options) {
    const entries = [...params];
    const groups = entries.filter((entry): entry is GroupOptions<Options> => !(entry instanceof Tensor));
    const alone = entries.filter((entry): entry is Tensor => entry instanceof Tensor);
    this.groups = [...(alone.length > 0 ? [{ params: alone }] : []), ...groups].map((group) => ({
      ...defaults,
      ...group,
      params: [...group.params],
    }));
    for (const group of this.groups) this.check(group);
    this.#checkParameters(this.groups.flatMap((group) => group.params));
  }

  /** Forgets the gradients of all parameters; otherwise those of the next backward() are added to them. */
  zeroGrad(): void {
    for (const group of this.groups) for (const parameter of group.params) parameter.grad = null;
  }

  /** Changes every parameter by its gradient. One without a gradient stays as it is. */
  step(): void {
    for (const group of this.groups) {
      // Somebody, a schedule perhaps, may have changed the options since the last step.
      this.check(group);
      for (const parameter of group.params) {
        if (parameter.grad === null) continue;
        const state = this.#states.get(parameter) ?? this.initialState(parameter, group);
        this.#states.set(parameter, state);
        this.update(parameter.data, parameter.grad.data, state, group);
      }
    }
  }

  /** Throws if an option makes no sense: a learning rate of NaN would make every weight NaN. */
  protected check(options: Options): void {
    this.require('lr', options.lr, 'a number ≥ 0', options.lr >= 0);
  }

  protected require(option: string, value: number, expected: string, valid: boolean): void {
    if (!valid || !Number.isFinite(value)) {
      throw new RangeError(`${this.constructor.name}: ${option} must be ${expected}, got ${value}`);
    }
  }

  /** What is remembered of a parameter before its first step. */
  protected abstract initialState(parameter: Tensor, options: Options): State;

  /** The update rule: changes the numbers of one parameter in place. */
  protected abstract update(
    parameter: TypedArray,
    gradient: TypedArray,
    state: State,
    options: Options,
  ): void;

  #checkParameters(parameters: readonly Tensor[]): void {
    const name = this.constructor.name;
    if (parameters.length === 0) throw new RangeError(`${name}: there are no parameters to optimize`);
    for (const parameter of parameters) {
      if (!(parameter instanceof Tensor))
        throw new TypeError(`${name}: a parameter is a tensor, got ${typeof parameter}`);
      if (!parameter.isLeaf)
        throw new TypeError(`${name}: a parameter is a leaf, got the result of '${parameter.node?.name}'`);
    }
    if (new Set(parameters).size !== parameters.length) throw new Error(`${name}: a parameter comes twice`);
  }
}

/** Zeros in the parameter's own precision. */
export const zerosFor = (parameter: Tensor): TypedArray =>
  parameter.dtype === 'float64' ? new Float64Array(parameter.size) : new Float32Array(parameter.size);
