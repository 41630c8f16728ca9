/**
 * In which order does the backward pass visit the nodes?
 *
 * In a computation graph each node is one value. The nodes have numbers 0, 1, 2, …, and inputs[k] lists the nodes
 * that node k was computed from, once for each time it is used. A node without inputs is a leaf. An example: a and
 * b are leaves, d = a · b, and the result is r = d + a:
 *
 *     a is node 0, b is node 1, d is node 2, r is node 3:     inputs = [[], [], [0, 1], [2, 0]], result = 3
 *
 * The backward pass brings a gradient to a node from every place where the node is used. Only when all of them have
 * arrived is the gradient complete, and only then may the pass go on from there to the inputs. So the order must be
 * - every node before its inputs, the result first;
 * - every node that the result depends on, exactly once, and no other node. Here [3, 2, 0, 1] and [3, 2, 1, 0] are
 * right. [3, 0, 2, 1] is wrong: a is used by d, so d has to come first.
 *
 * The numbers of the nodes tell nothing about the order. And graphs can be deep: a chain of 100 000 nodes is no
 * exception. A function that calls itself for the inputs of its node would fail there, because JavaScript allows
 * only about 10 000 calls inside each other. So use a loop and a list of your own. Each node and each of its inputs
 * should be looked at once: an array that is searched again for every node takes too long.
 *
 * Source: Kahn 1962, "Topological sorting of large networks".
 * Check your work with: npm run check -- topological-order
 */

/** For each node, the nodes that it was computed from. */
export type Inputs = readonly (readonly number[])[];

/**
 * For each node: how many gradients the backward pass brings to it. That is how often it is used as an input by the
 * nodes that the result depends on, the result included. In the example: [2, 1, 1, 0].
 * In y = x · x the node x is used twice. A node that the result does not depend on counts 0, and so do its own uses.
 */
export function countUses(inputs: Inputs, result: number): number[] {
  // BEGIN SOLUTION
  // PROMPT 1. Start with the result in a Set. Walk through the Set, and add the inputs of each node to it.
  // PROMPT    A loop `for (const node of set)` also visits what is added while it runs.
  // PROMPT 2. On the way, count how often you meet each node as an input.
  const uses = inputs.map(() => 0);
  const seen = new Set([result]);
  for (const node of seen) {
    for (const input of inputs[node]) {
      uses[input] += 1;
      seen.add(input);
    }
  }
  return uses;
  // END SOLUTION
}

/**
 * The nodes that the result depends on, in an order for the backward pass: the result first, every node before its
 * inputs.
 */
export function topologicalOrder(inputs: Inputs, result: number): number[] {
  // BEGIN SOLUTION
  // PROMPT 1. Count the uses. For each node this is the number of gradients that it still waits for.
  // PROMPT 2. The order begins with the result. Go through the order from its start. Each node that you visit brings a
  // PROMPT    gradient to each of its inputs. An input that waits for no more goes to the end of the order.
  const waitsFor = countUses(inputs, result);
  const order = [result];
  for (const node of order) {
    for (const input of inputs[node]) {
      waitsFor[input] -= 1;
      if (waitsFor[input] === 0) order.push(input);
    }
  }
  return order;
  // END SOLUTION
}

/**
 * Your order of a chain: node 0 is a leaf, each node k has the one input k − 1. Nothing to do here: a check calls
 * it.
 */
export function orderOfChain(length: number): Int32Array {
  const inputs = Array.from({ length }, (_, k) => (k === 0 ? [] : [k - 1]));
  return Int32Array.from(topologicalOrder(inputs, length - 1));
}
