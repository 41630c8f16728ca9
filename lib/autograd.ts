/**
 * Reverse-mode automatic differentiation (Linnainmaa 1970; Rumelhart, Hinton & Williams 1986).
 * Going forward, every operation leaves a node in a graph. Going backward, newest node first, each turns the
 * gradient of its result into the gradients of its inputs, and where paths meet, gradients add up.
 */
import type { NDArray, TypedArray } from './backend/backend';
import { type Backward, GraphNode } from './graph';
import { formatShape, sameShape } from './shape';
import { onesLike, Tensor } from './tensor';

/** What a backward pass leaves behind. */
export interface BackwardOptions {
  /** Keep the graph for another backward pass. False unless told otherwise: the graph is freed. */
  retainGraph?: boolean;
  /** Record the backward pass itself, so that gradients can be differentiated again. */
  createGraph?: boolean;
}

/** Is told of every operation: the search for the first NaN (train.detectAnomaly) is one. */
export interface Observer {
  /** After an operation computed `result`; `result.node` is set if it is part of a graph. */
  forward(name: string, result: Tensor, inputs: readonly Tensor[]): void;
  /** Around the backward of one node: calls `run` and returns what it returns. */
  backward(node: GraphNode, run: () => ReturnType<Backward>): ReturnType<Backward>;
}

let observer: Observer | null = null;

/** Sets who is told of every operation, null for nobody. @returns who was told until now */
export function setObserver(next: Observer | null): Observer | null {
  const before = observer;
  observer = next;
  return before;
}

let recording = true;

/** Whether operations leave nodes in the graph now. */
export const isGradEnabled = (): boolean => recording;

function withRecording<T>(value: boolean, body: () => T): T {
  const before = recording;
  recording = value;
  try {
    const result = body();
    if (result instanceof Promise) {
      throw new TypeError(
        'noGrad: the function is async, and would go on after the end of noGrad; await outside of it',
      );
    }
    return result;
  } finally {
    recording = before;
  }
}

/**
 * Runs `body` without recording a graph, as torch.no_grad: for evaluation, and for changing parameters.
 * @throws on an async body, which would go on after the end of noGrad
 */
export const noGrad = <T>(body: () => T): T => withRecording(false, body);

/**
 * Records again, and tells nobody: for a kernel that has terminated code in the middle of noGrad or of a backward pass,
 * whose `finally` has not run then.
 */
export function resetRecording(): void {
  recording = true;
  observer = null;
}

/**
 * Makes the tensor of an operation's result, and its node in the graph if any input needs gradients.
 * @param backward gradient of the result → gradients of the inputs
 * @param savesTensors whether `backward` holds tensors of the forward pass
 */
export function record(
  name: string,
  result: NDArray,
  inputs: readonly Tensor[],
  backward: Backward,
  savesTensors: boolean,
): Tensor {
  const out = new Tensor(result);
  if (recording && inputs.some((input) => input.node !== null)) {
    out.node = new GraphNode(
      name,
      inputs.map((input) => input.node),
      backward,
      savesTensors,
    );
  }
  observer?.forward(name, out, inputs);
  return out;
}

function startingGradient(root: Tensor, gradient: Tensor | undefined): Tensor {
  if (gradient === undefined) {
    if (root.size !== 1) {
      throw new Error(
        `backward: only a tensor of one element has an obvious gradient, 1; this one is ${formatShape(root.shape)}. ` +
          'Reduce it to a loss with sum() or mean(), or pass the gradient of each element',
      );
    }
    return onesLike(root);
  }
  if (!sameShape(root.shape, gradient.shape)) {
    throw new RangeError(
      `backward: the gradient has shape ${formatShape(gradient.shape)}, the tensor ${formatShape(root.shape)}; they must be the same`,
    );
  }
  return gradient;
}

/**
 * Adds d(root)/d(leaf), weighted by `gradient`, to the `grad` of every leaf that root was computed from.
 * @param gradient of the final result with respect to `root`; 1 for a scalar
 * @throws when root needs no gradients, or its graph was freed by an earlier backward pass
 */
export function backward(root: Tensor, gradient?: Tensor, options: BackwardOptions = {}): void {
  const { createGraph = false, retainGraph = createGraph } = options;
  if (root.node === null) {
    throw new Error(
      'backward: this tensor does not require gradients: no input had requiresGrad, or it was computed in noGrad()',
    );
  }
  const start = startingGradient(root, gradient);
  const arrived = new Map<GraphNode, Tensor>([[root.node, start]]);
  const nodes = root.node.history();
  const freed = nodes.find((node) => node.isFreed);
  if (freed !== undefined) {
    throw new Error(
      `backward: the graph of '${freed.name}' was freed by an earlier backward(). Compute the result again, ` +
        'or pass { retainGraph: true } to the earlier call',
    );
  }
  const taken = new Set<TypedArray>([start.data]);
  withRecording(createGraph, () => {
    propagate(nodes, arrived, (node, total) => {
      if (node.target !== null) accumulate(node.target, total, taken);
      const run = () => node.backward(total);
      const parts = observer === null ? run() : observer.backward(node, run);
      if (!retainGraph) node.free();
      return parts;
    });
  });
}

/**
 * Leads gradients back through `nodes`, newest first.
 * @param arrived the gradient of each node's result so far; what is left belongs to nodes that were not visited
 */
function propagate(
  nodes: readonly GraphNode[],
  arrived: Map<GraphNode, Tensor>,
  backward: (node: GraphNode, total: Tensor) => ReturnType<Backward>,
): void {
  for (const node of nodes) {
    const total = arrived.get(node);
    if (total === undefined) continue;
    arrived.delete(node);
    backward(node, total).forEach((part, i) => {
      const input = node.inputs[i];
      if (part === null || input === null) return;
      const before = arrived.get(input);
      arrived.set(input, before === undefined ? part : before.add(part));
    });
  }
}

/**
 * The gradients of the inputs of a computation, as part of the graph: what the backward of an operation returns that
 * was done in one go, when its gradient is to be differentiated again.
 * @param compute the operation, made of others
 * @param gradient of its result
 */
export function gradientsThrough(
  compute: (...inputs: readonly Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  gradient: Tensor,
): (Tensor | null)[] {
  // New names for the inputs, so that the way back ends here, and not where they come from.
  const ends = inputs.map((input) => (input.requiresGrad ? input.reshape(input.shape) : input));
  const newest = ends.reduce((id, { node }) => Math.max(id, node?.id ?? -1), -1);
  const { node } = compute(...ends);
  if (node === null) return ends.map(() => null);
  const arrived = new Map([[node, gradient]]);
  propagate(node.history(newest), arrived, (each, total) => each.backward(total));
  return ends.map((end) => (end.node === null ? null : (arrived.get(end.node) ?? null)));
}

/**
 * Adds a gradient to the `grad` of a tensor. No two tensors may share one, and x + x sends the very same to both
 * sides: who comes second gets a copy, and so does everybody if the gradient is part of a graph.
 * @param taken the numbers that belong to somebody
 */
function accumulate(target: Tensor, gradient: Tensor, taken: Set<TypedArray>): void {
  if (target.grad !== null) target.grad = target.grad.add(gradient);
  else target.grad = taken.has(gradient.data) || gradient.requiresGrad ? gradient.clone() : gradient;
  taken.add(gradient.data);
}

declare module './tensor' {
  interface Tensor {
    /** Adds the gradient of this tensor to the `grad` of every leaf it was computed from. See `backward`. */
    backward(gradient?: Tensor, options?: BackwardOptions): void;
  }
}

Tensor.prototype.backward = function (gradient, options) {
  backward(this, gradient, options);
};
