/** The computation graph: one node for each operation, joined to the nodes that made its inputs. */
import type { Tensor } from './tensor';

/** From the gradient of a result to the gradients of the inputs; null where an input needs none. */
export type Backward = (gradient: Tensor) => readonly (Tensor | null)[];

let created = 0;

/** One operation of the computation graph: its inputs' nodes, and how its gradient becomes theirs. */
export class GraphNode {
  /** Counts up. An operation's inputs exist before its result, so the numbers are a topological order. */
  readonly id = created++;
  /** A tensor whose `grad` collects what arrives here: every leaf, and others by retainGrad(). */
  target: Tensor | null = null;
  #backward: Backward | null;

  constructor(
    /** The operation's name, for error messages and pictures. */
    readonly name: string,
    /** The nodes of the inputs, in order; null for an input that needs no gradient. */
    readonly inputs: readonly (GraphNode | null)[],
    backward: Backward,
    /** Whether `backward` holds tensors of the forward pass, which free() lets go. */
    readonly savesTensors: boolean,
  ) {
    this.#backward = backward;
  }

  /** The end of every path: a tensor that no operation made. */
  static leaf(tensor: Tensor): GraphNode {
    const node = new GraphNode('leaf', [], () => [], false);
    node.target = tensor;
    return node;
  }

  /** Whether no operation made the tensor: gradients end here. */
  get isLeaf(): boolean {
    return this.name === 'leaf';
  }

  /** Whether a backward pass has let go of what this node saved. */
  get isFreed(): boolean {
    return this.#backward === null;
  }

  /**
   * From the gradient of the result to those of the inputs; null where an input needs none.
   * @throws when the node was freed
   */
  backward(gradient: Tensor): readonly (Tensor | null)[] {
    if (this.#backward === null) throw new Error(`backward: the graph of '${this.name}' was freed`);
    return this.#backward(gradient);
  }

  /** Lets go of what the forward pass saved: the memory of a training step must not outlive it. */
  free(): void {
    if (this.savesTensors) this.#backward = null;
  }

  /**
   * This node and all that it depends on, newest first. Iterative: a graph may be deeper than the call stack.
   * @param after leaves out all nodes up to this number
   */
  history(after = -1): GraphNode[] {
    const seen = new Set<GraphNode>([this]);
    // A Set visits what is added while it is walked.
    for (const node of seen) {
      for (const input of node.inputs) if (input !== null && input.id > after) seen.add(input);
    }
    return [...seen].sort((a, b) => b.id - a.id);
  }
}
