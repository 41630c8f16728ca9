import type { Tensor } from '../tensor';
import { Module } from './module';

/** A module whose forward takes one tensor and gives one tensor: what a chain can hold. */
export interface Layer extends Module {
  forward(x: Tensor): Tensor;
}

/** A chain: each module's output is the next one's input. The modules are named '0', '1', … */
export class Sequential extends Module {
  readonly #layers: readonly Layer[];

  constructor(...layers: Layer[]) {
    super();
    for (const [i, layer] of layers.entries()) {
      if (!(layer instanceof Module)) throw new TypeError(`Sequential: argument ${i} is not a module`);
    }
    this.#layers = layers;
  }

  get length(): number {
    return this.#layers.length;
  }

  [Symbol.iterator](): Iterator<Layer> {
    return this.#layers[Symbol.iterator]();
  }

  /** The i-th layer; a negative index counts from the end. */
  at(index: number): Layer {
    const layer = this.#layers.at(index);
    if (layer === undefined) throw new RangeError(`Sequential.at: no layer ${index} among ${this.length}`);
    return layer;
  }

  override namedChildren(): [string, Module][] {
    return this.#layers.map((layer, i) => [String(i), layer]);
  }

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

  get length(): number {
    return this.#length;
  }

  /** Adds a module at the end. */
  append(module: T): this {
    if (!(module instanceof Module))
      throw new TypeError(`ModuleList: element ${this.#length} is not a module`);
    Object.assign(this, { [this.#length]: module });
    this.#length++;
    return this;
  }

  /** The i-th module; a negative index counts from the end. */
  at(index: number): T {
    const module = [...this].at(index);
    if (module === undefined) throw new RangeError(`ModuleList.at: no module ${index} among ${this.#length}`);
    return module;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.#length; i++) yield this[i];
  }

  forward(): never {
    throw new Error(
      'ModuleList: a list has no forward of its own; call forward of its modules, or use Sequential for a chain',
    );
  }
}

/** Gives back what it gets: a place holder where a layer may be left out. */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}
