/**
 * Backpropagation through a graph, on which paths meet.
 *
 * A graph is a list of nodes. Each node is a leaf with a value, or an operation on earlier nodes, which it names by
 * their place in the list. So the list is in a good order already: every node stands behind its inputs. An example
 * with x = 3, the product p = x · x and the result r = p + x:
 *
 *     [['leaf', 3], ['mul', 0, 0], ['add', 1, 0]]
 *
 * The forward pass goes from the first node to the last and computes the values: 3, 9, 12. The backward pass goes
 * from the result to the first node and computes the gradients. For the node k with value vₖ and gradient gₖ =
 * ∂L/∂vₖ, each input j gets one contribution, by the chain rule:
 *
 *     gⱼ ← gⱼ + gₖ · ∂vₖ/∂vⱼ
 *
 * L is the number at the end of everything, and it may lie behind this graph: ∂L/∂result is given, the upstream
 * gradient. A node that is used in several places gets several contributions, and they add up. In the example, with
 * the upstream gradient 1, x gets 3 and 3 from the product and 1 from the sum: g₀ = 7, which is the derivative of
 * x² + x.
 *
 * Source: Linnainmaa 1970; Rumelhart, Hinton & Williams 1986, "Learning representations by back-propagating
 * errors".
 * Check your work with: npm run check -- backward
 */

export type Operation = 'add' | 'sub' | 'mul' | 'tanh';

/** A leaf with its value, or an operation with the numbers of its inputs: ['leaf', 0.5], ['mul', 0, 1]. */
export type GraphNode = readonly ['leaf', number] | readonly [Operation, ...number[]];

export type Graph = readonly GraphNode[];

/** What each operation computes from the values of its inputs. Nothing to do here: use it in your code. */
export const compute: Readonly<Record<Operation, (values: number[]) => number>> = {
  add: ([a, b]) => a + b,
  sub: ([a, b]) => a - b,
  mul: ([a, b]) => a * b,
  tanh: ([a]) => Math.tanh(a),
};

/** The derivative of each operation with respect to each of its inputs, in their order. Nothing to do here either. */
export const derivatives: Readonly<Record<Operation, (values: number[]) => number[]>> = {
  add: () => [1, 1],
  sub: () => [1, -1],
  mul: ([a, b]) => [b, a],
  tanh: ([a]) => [1 - Math.tanh(a) ** 2],
};

/** The values of all nodes. */
export function forward(graph: Graph): number[] {
  // BEGIN SOLUTION
  // PROMPT First node first. A leaf, node[0] === 'leaf', has its own value, node[1]. For any other node, write
  // PROMPT const [operation, ...inputs] = node, and let the operation compute with the values of the inputs.
  const values: number[] = [];
  for (const node of graph) {
    if (node[0] === 'leaf') {
      values.push(node[1]);
    } else {
      const [operation, ...inputs] = node;
      values.push(compute[operation](inputs.map((input) => values[input])));
    }
  }
  return values;
  // END SOLUTION
}

/**
 * ∂L/∂v for the values v of all nodes, in the order of the nodes. A node on which the result does not depend gets 0.
 * `result` is the number of the result's node, which may not be the last one; `upstream` is ∂L/∂result.
 */
export function backward(graph: Graph, result: number, upstream: number): number[] {
  // BEGIN SOLUTION
  // PROMPT 1. You need all values: go forward. Then all gradients are 0, but for the result's.
  // PROMPT 2. From the result back to node 0: each operation gives its inputs their contributions.
  const values = forward(graph);
  const gradients = graph.map(() => 0);
  gradients[result] = upstream;
  for (let k = result; k >= 0; k--) {
    const node = graph[k];
    if (node[0] === 'leaf') continue;
    const [operation, ...inputs] = node;
    const slopes = derivatives[operation](inputs.map((input) => values[input]));
    inputs.forEach((input, i) => {
      gradients[input] += gradients[k] * slopes[i];
    });
  }
  return gradients;
  // END SOLUTION
}
