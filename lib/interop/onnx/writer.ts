/** Collects the operations and constants of a graph. */
import type { TypedArray } from '../../backend/backend';
import type { Attribute, OnnxNode, OnnxTensor } from './proto';

export class OnnxWriter {
  readonly graphNodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  /** Where a value of the model is found in the graph. */
  readonly #names = new Map<string, string>();
  #count = 0;

  /** The name in the graph of a value of the model. */
  nameOf(value: string): string {
    return this.#names.get(value) ?? value;
  }

  /** From now on this value of the model is that of the graph. */
  alias(value: string, name: string): void {
    this.#names.set(value, name);
  }

  constant(name: string, shape: readonly number[], data: TypedArray | BigInt64Array): string {
    this.constants.push({ name, shape, data });
    return name;
  }

  /** One operation with several outputs. @returns their names */
  nodes(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    const names = Array.from({ length: outputs }, () => `v${this.#count++}`);
    // RNNs give the last states after all steps.
    this.graphNodes.push({ op, inputs, outputs: names, attributes });
    return names;
  }

  /** One operation. @returns the name of its output */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(op, inputs, attributes, 1)[0];
  }

  /** @param shape 0 keeps a size, -1 is what remains */
  reshape(x: string, shape: readonly number[]): string {
    return this.node('Reshape', [x, this.#sizes(shape)]);
  }

  /** x[start … end] along one dimension. */
  slice(x: string, dim: number, start: number, end: number): string {
    return this.node('Slice', [x, this.#sizes([start]), this.#sizes([end]), this.#sizes([dim])]);
  }

  /** x[index] along one dimension, which disappears. */
  select(x: string, dim: number, index: number): string {
    const at = this.constant(`c${this.#count++}`, [], BigInt64Array.of(BigInt(index)));
    return this.node('Gather', [x, at], { axis: { int: dim } });
  }

  mean(x: string, dim: number): string {
    return this.node('ReduceMean', [x, this.#sizes([dim])], { keepdims: { int: 0 } });
  }

  number(value: number): string {
    return this.constant(`c${this.#count++}`, [], Float32Array.of(value));
  }

  #sizes(values: readonly number[]): string {
    return this.constant(`c${this.#count++}`, [values.length], BigInt64Array.from(values, BigInt));
  }
}
