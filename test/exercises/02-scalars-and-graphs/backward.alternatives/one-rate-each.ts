// Forward mode: for each node, its own change is sent through the graph, and arrives at the result or does not.

type GraphNode = [operation: string, first: number, second: number];
type Dual = [value: number, rate: number];

const rules: Record<string, (a: Dual, b: Dual) => Dual> = {
  add: ([x, dx], [y, dy]) => [x + y, dx + dy],
  sub: ([x, dx], [y, dy]) => [x - y, dx - dy],
  mul: ([x, dx], [y, dy]) => [x * y, x * dy + y * dx],
  tanh: ([x, dx]) => [Math.tanh(x), dx / Math.cosh(x) ** 2],
};

function run(graph: GraphNode[], moved: number): Dual[] {
  const duals: Dual[] = [];
  graph.forEach(([operation, first, second], k) => {
    const [value, rate] = operation === 'leaf' ? [first, 0] : rules[operation](duals[first], duals[second]);
    duals.push([value, k === moved ? 1 : rate]);
  });
  return duals;
}

export async function forward(graph: GraphNode[]): Promise<number[]> {
  return run(graph, -1).map(([value]) => value);
}

export async function backward(graph: GraphNode[], result: number, upstream: number): Promise<number[]> {
  return graph.map((_, k) => upstream * run(graph, k)[result][1]);
}
