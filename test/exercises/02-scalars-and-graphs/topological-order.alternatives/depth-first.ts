// Depth first with a stack of its own: a node is done after its inputs, and the order is the reverse.

export function countUses(inputs: number[][], result: number): number[] {
  const uses = new Array<number>(inputs.length).fill(0);
  for (const node of topologicalOrder(inputs, result)) for (const input of inputs[node]) uses[input]++;
  return uses;
}

export function topologicalOrder(inputs: number[][], result: number): number[] {
  const done: number[] = [];
  const seen = new Uint8Array(inputs.length);
  const stack: [node: number, next: number][] = [[result, 0]];
  seen[result] = 1;
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const [node, next] = top;
    if (next === inputs[node].length) {
      done.push(node);
      stack.pop();
      continue;
    }
    top[1]++;
    const input = inputs[node][next];
    if (!seen[input]) {
      seen[input] = 1;
      stack.push([input, 0]);
    }
  }
  return done.reverse();
}

export function orderOfChain(length: number): Int32Array {
  const inputs: number[][] = [[]];
  while (inputs.length < length) inputs.push([inputs.length - 1]);
  return Int32Array.from(topologicalOrder(inputs, length - 1));
}
