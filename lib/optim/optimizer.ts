import type { TypedArray } from '../backend/backend';
import { formatShape, sameShape } from '../shape';
import { Tensor } from '../tensor';
import { copyPlain, fitOptions, fitState, type OptimizerStateDict, type ParameterState } from './state';

/** Parameters that share options: `new SGD([{ params: a }, { params: b, lr: 0.01 }], { lr: 0.1 })`. */
export type GroupOptions<Options> = {
  /** The tensors of the group: leaves that need gradients. */
  params: Iterable<Tensor>;
} & Partial<Options>;
/** Parameters, or groups of them. */
export type Params<Options> = Iterable<Tensor> | Iterable<GroupOptions<Options>>;

/** Parameters with all their options. */
export type ParameterGroup<Options> = Options & {
  /** The tensors of the group. */
  params: readonly Tensor[];
  /** The learning rate before any schedule changed it; schedules write it down when they are made. */
  initialLr?: number;
};

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/**
 * The base of all optimizers. `step` changes every parameter that has a gradient; a subclass says how in
 * `update`: the update rule of its paper, element by element.
 * @typeParam State what is remembered of one parameter between steps
 * @throws on no parameters, on one that is no leaf or comes twice, and on options that are not there or make no sense
 */
export abstract class Optimizer<
  Options extends {
    /** The learning rate, which schedules change. */
    lr: number;
  },
  State extends ParameterState,
> {
  /** The groups. Their options, `lr` among them, may be changed between steps. */
  readonly groups: ParameterGroup<Options>[] = [];
  readonly #defaults: Options;
  readonly #states = new Map<Tensor, State>();

  /**
   * @param defaults every option with its usual value
   * @param options what holds instead in all groups that do not say otherwise
   */
  constructor(params: Params<Options>, defaults: Options, options: Partial<Options> = {}) {
    const name = this.constructor.name;
    this.#checkNames(options, Object.keys(defaults));
    this.#defaults = { ...defaults, ...options };
    if (!isIterable(params)) {
      throw new TypeError(`${name}: expected a list of parameters or groups; pass model.parameters()`);
    }
    const entries: readonly (Tensor | GroupOptions<Options>)[] = [...params];
    const alone = entries.filter((entry): entry is Tensor => entry instanceof Tensor);
    if (alone.length > 0 || entries.length === 0) this.#add(alone, {});
    for (const entry of entries) if (!(entry instanceof Tensor)) this.addParamGroup(entry);
    if (this.#parameters().length === 0) throw new RangeError(`${name}: there are no parameters to optimize`);
  }

  /**
   * Takes more parameters into the training, with options of their own.
   * @throws on a parameter that is no leaf or already here, and on options that make no sense
   */
  addParamGroup(group: GroupOptions<Options>): void {
    if (typeof group !== 'object' || group === null || !isIterable(group.params)) {
      throw new TypeError(
        `${this.constructor.name}: expected tensors, or groups { params: [tensors], … }; pass model.parameters()`,
      );
    }
    this.#add([...group.params], group);
  }

  /** Forgets the gradients of all parameters; otherwise those of the next backward() are added to them. */
  zeroGrad(): void {
    for (const group of this.groups) for (const parameter of group.params) parameter.grad = null;
  }

  /**
   * Changes every parameter by its gradient. One without a gradient stays as it is.
   * @throws before anything has changed: on an option that makes no sense, and on a gradient of another shape
   */
  step(): void {
    // Somebody, a schedule perhaps, may have changed options and gradients. All are checked before anything moves.
    for (const group of this.groups) {
      this.check(group);
      for (const { grad, shape } of group.params) {
        if (grad !== null && !sameShape(grad.shape, shape)) {
          throw new RangeError(
            `${this.constructor.name}: a gradient of shape ${formatShape(grad.shape)} for a parameter of ${formatShape(shape)}`,
          );
        }
      }
    }
    for (const group of this.groups) {
      for (const parameter of group.params) {
        if (parameter.grad === null) continue;
        const state = this.#states.get(parameter) ?? this.initialState(parameter, group);
        this.#states.set(parameter, state);
        this.update(parameter.data, parameter.grad.data, state, group);
      }
    }
  }

  /** A copy of all options and of what is remembered of each parameter, as plain data. */
  stateDict(): OptimizerStateDict {
    const numbers = new Map(this.#parameters().map((parameter, i) => [parameter, i]));
    const groups = this.groups.map((group) => ({
      ...copyPlain(group),
      params: group.params.map((parameter) => numbers.get(parameter)!),
    }));
    const state: OptimizerStateDict['state'] = {};
    for (const [parameter, i] of numbers) {
      const own = this.#states.get(parameter);
      if (own !== undefined) state[i] = copyPlain(own);
    }
    return { optimizer: this.constructor.name, groups, state };
  }

  /**
   * Goes on from a copy of stateDict(): training continues bit for bit. The parameters' own numbers are the
   * model's to save. Nothing changes unless everything fits.
   * @throws when it comes from another optimizer, or from other groups, options or sizes of parameters
   */
  loadStateDict(saved: OptimizerStateDict): void {
    const name = this.constructor.name;
    const refuse = (problem: string): never => {
      throw new Error(`${name}.loadStateDict: ${problem}`);
    };
    if (saved.optimizer !== name) refuse(`this is the state of ${saved.optimizer}`);
    if (saved.groups.length !== this.groups.length) {
      refuse(`${saved.groups.length} groups do not fit ${this.groups.length}`);
    }
    let count = 0;
    const options = saved.groups.map((group, g) => {
      const expected = this.groups[g].params.map(() => count++);
      if (!sameShape(group.params, expected)) {
        refuse(`group ${g}: parameters ${formatShape(group.params)} do not fit ${formatShape(expected)}`);
      }
      const { params: _, initialLr, ...rest } = group;
      const fitting = fitOptions(this.#options(g), rest, (problem) => refuse(`group ${g}: ${problem}`));
      this.check(fitting);
      return typeof initialLr === 'number' ? { ...fitting, initialLr } : fitting;
    });
    const parameters = this.groups.flatMap((group, g) =>
      group.params.map((parameter): [Tensor, Options] => [parameter, options[g]]),
    );
    const states = Object.entries(saved.state).map(([number, values]): [Tensor, State] => {
      const [parameter, own] =
        parameters[Number(number)] ?? refuse(`there is no parameter ${number} among ${count}`);
      const problem = (text: string): never => refuse(`parameter ${number}: ${text}`);
      return [parameter, fitState(this.initialState(parameter, own), values, parameter, problem)];
    });

    for (const [g, group] of this.groups.entries()) Object.assign(group, options[g]);
    this.#states.clear();
    for (const [parameter, state] of states) this.#states.set(parameter, state);
  }

  /** Throws if an option makes no sense: a learning rate of NaN would make every weight NaN. */
  protected check(options: Options): void {
    this.require('lr', options.lr, 'a number ≥ 0', options.lr >= 0);
  }

  /** @throws unless `valid`, naming the option, what came and what was expected */
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

  #parameters(): Tensor[] {
    return this.groups.flatMap((group) => group.params);
  }

  /** The options of a group, without its parameters. */
  #options(g: number): Options {
    const names = Object.keys(this.#defaults);
    const own = Object.entries(this.groups[g]).filter(([name]) => names.includes(name));
    return Object.fromEntries(own) as unknown as Options;
  }

  #add(params: readonly Tensor[], options: object): void {
    const group = { ...this.#defaults, ...options, params };
    this.#checkNames(options, ['params', ...Object.keys(this.#defaults)]);
    this.check(group);
    this.#checkParameters(params);
    this.groups.push(group);
  }

  #checkNames(options: object, known: readonly string[]): void {
    const unknown = Object.keys(options).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new TypeError(
        `${this.constructor.name}: there is no option ${unknown}; expected ${known.join(', ')}`,
      );
    }
  }

  #checkParameters(parameters: readonly Tensor[]): void {
    const name = this.constructor.name;
    for (const parameter of parameters) {
      if (!(parameter instanceof Tensor))
        throw new TypeError(`${name}: a parameter is a tensor, got ${typeof parameter}`);
      if (!parameter.isLeaf)
        throw new TypeError(`${name}: a parameter is a leaf, got the result of '${parameter.node?.name}'`);
    }
    const all = [...this.#parameters(), ...parameters];
    if (new Set(all).size !== all.length) throw new Error(`${name}: a parameter comes twice`);
  }
}
