import { formatShape, sameShape } from '../shape';
import { Tensor } from '../tensor';

/** A tensor that training changes: a module finds those among its properties, and optimizers take them. */
export class Parameter extends Tensor {
  /** Takes the numbers of a tensor, without its history. */
  constructor(values: Tensor) {
    super(values.detach(), true);
  }
}

/** Names of tensors as PyTorch writes them ('0.weight', 'running_mean'), with their numbers. */
export type StateDict = Record<string, Tensor>;

/** `runningMean` → `running_mean`: properties are camelCase here, and state dicts are PyTorch's. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The base of all layers and models. A subclass assigns its parameters, buffers (plain tensors) and inner
 * modules to properties, and says in `forward` how the output is computed.
 */
export abstract class Module {
  /** True while training: dropout and batch normalization behave differently in evaluation. */
  training = true;

  /** How the output is computed; a subclass says it. */
  abstract forward(...inputs: unknown[]): unknown;

  /** The inner modules with the names of their properties. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** All parameters with their names, this module's own first. One that is used twice comes once. */
  namedParameters(): [string, Parameter][] {
    const seen = new Set<Tensor>();
    return this.#namedTensors().filter((entry): entry is [string, Parameter] => {
      const fresh = entry[1] instanceof Parameter && !seen.has(entry[1]);
      if (fresh) seen.add(entry[1]);
      return fresh;
    });
  }

  /** All parameters, for an optimizer; each once. See `namedParameters`. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Switches this module and all inside it to training. */
  train(mode = true): this {
    this.training = mode;
    for (const [, child] of this.namedChildren()) child.train(mode);
    return this;
  }

  /** Switches this module and all inside it to evaluation. */
  eval(): this {
    return this.train(false);
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Copies of all parameters and buffers, under PyTorch's names. */
  stateDict(): StateDict {
    return Object.fromEntries(this.#namedTensors().map(([name, value]) => [name, value.detach().clone()]));
  }

  /**
   * Copies the numbers of a state dict into this module. Nothing changes unless everything fits.
   * @throws on missing or unexpected names and on other shapes, naming all of them
   */
  loadStateDict(state: Readonly<StateDict>): void {
    const own = new Map(this.#namedTensors());
    const problems = [
      ...[...own.keys()].filter((name) => !(name in state)).map((name) => `missing: ${name}`),
      ...Object.keys(state)
        .filter((name) => !own.has(name))
        .map((name) => `unexpected: ${name}`),
      ...[...own]
        .filter(([name, value]) => name in state && !sameShape(state[name].shape, value.shape))
        .map(
          ([name, value]) =>
            `${name}: ${formatShape(state[name].shape)} does not fit ${formatShape(value.shape)}`,
        ),
    ];
    if (problems.length > 0) throw new Error(`loadStateDict: ${problems.join('; ')}`);
    for (const [name, value] of own) value.data.set(state[name].data);
  }

  #namedTensors(prefix = ''): [string, Tensor][] {
    const own = Object.entries(this)
      .filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor)
      .map(([name, value]): [string, Tensor] => [prefix + snakeCase(name), value]);
    const inner = this.namedChildren().flatMap(([name, child]) =>
      child.#namedTensors(`${prefix}${snakeCase(name)}.`),
    );
    return [...own, ...inner];
  }
}
