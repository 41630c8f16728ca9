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
