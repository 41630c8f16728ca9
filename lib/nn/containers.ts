import type { Tensor } from '../tensor';
import { Module } from './module';

/** A module whose forward takes one tensor and gives one tensor: what a chain can hold. */
export interface Layer extends Module {
  /** From the input to the output. */
  forward(x: Tensor): Tensor;
}

/**
 * A chain, y = fₙ(… f₂(f₁(x))): each module's output is the next one's input. The modules are named '0', '1', …
 * @throws on an argument that is no module
 */
export class Sequential extends Module {
  readonly #layers: readonly Layer[];

  constructor(...layers: Layer[]) {
    super();
    for (const [i, layer] of layers.entries()) {
      if (!(layer instanceof Module)) throw new TypeError(`Sequential: argument ${i} is not a module`);
    }
    this.#layers = layers;
  }

  /** The number of layers. */
  get length(): number {
    return this.#layers.length;
  }

  /** The layers, in order. */
  [Symbol.iterator](): Iterator<Layer> {
    return this.#layers[Symbol.iterator]();
  }

  /** The i-th layer; a negative index counts from the end. @throws when there is no such layer */
  at(index: number): Layer {
    const layer = this.#layers.at(index);
    if (layer === undefined) throw new RangeError(`Sequential.at: no layer ${index} among ${this.length}`);
    return layer;
  }

  override namedChildren(): [string, Module][] {
    return this.#layers.map((layer, i) => [String(i), layer]);
  }

  /** fₙ(… f₂(f₁(x))): through all layers in order. */
  forward(x: Tensor): Tensor {
    return this.#layers.reduce((value, layer) => layer.forward(value), x);
  }
}

/**
 * A list of modules that are trained, saved and switched to evaluation with the module that holds it, under the
 * names '0', '1', … It is no chain: `forward` of the holder says how its modules are used.
 */
export class ModuleList<T extends Module = Module> extends Module {
  /** The i-th module, as in a list: the modules are properties under their numbers, where Module finds them. */
  readonly [index: number]: T;
  #length = 0;

  constructor(modules: Iterable<T> = []) {
    super();
    for (const module of modules) this.append(module);
  }

  /** The number of modules. */
  get length(): number {
    return this.#length;
  }

  /** Adds a module at the end. @throws on what is no module */
  append(module: T): this {
    if (!(module instanceof Module))
      throw new TypeError(`ModuleList: element ${this.#length} is not a module`);
    Object.assign(this, { [this.#length]: module });
    this.#length++;
    return this;
  }

  /** The i-th module; a negative index counts from the end. @throws when there is no such module */
  at(index: number): T {
    const module = [...this].at(index);
    if (module === undefined) throw new RangeError(`ModuleList.at: no module ${index} among ${this.#length}`);
    return module;
  }

  /** The modules, in order. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.#length; i++) yield this[i];
  }

  /** @throws always: a list does not say how its modules are joined */
  forward(): never {
    throw new Error(
      'ModuleList: a list has no forward of its own; call forward of its modules, or use Sequential for a chain',
    );
  }
}

/** y = x: a place holder where a layer may be left out. */
export class Identity extends Module {
  /** x itself. */
  forward(x: Tensor): Tensor {
    return x;
  }
}
