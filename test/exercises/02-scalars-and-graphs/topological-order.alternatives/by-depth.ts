// By depth: the longest way from the result to a node. A node's inputs are always deeper than the node itself.

type Inputs = readonly (readonly number[])[];

function reachable(inputs: Inputs, result: number): Set<number> {
  const seen = new Set<number>();
  const open = [result];
  while (open.length > 0) {
    const node = open.pop() as number;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...inputs[node]);
  }
  return seen;
}

export function countUses(inputs: Inputs, result: number): Int32Array {
  const uses = new Int32Array(inputs.length);
  for (const node of reachable(inputs, result)) for (const input of inputs[node]) uses[input]++;
  return uses;
}

export function topologicalOrder(inputs: Inputs, result: number): number[] {
  const depth = new Map<number, number>([[result, 0]]);
  const left = countUses(inputs, result);
  const ready = [result];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const input of inputs[node]) {
      depth.set(input, Math.max(depth.get(input) ?? 0, (depth.get(node) as number) + 1));
      if (--left[input] === 0) ready.push(input);
    }
  }
  return [...depth].sort(([, a], [, b]) => a - b).map(([node]) => node);
}

export function orderOfChain(length: number): Int32Array {
  const inputs = Array.from({ length }, (_, k) => (k === 0 ? [] : [k - 1]));
  return Int32Array.from(topologicalOrder(inputs, length - 1));
}
