// The graded tests of backward. What is expected comes from the library's Value, built from the same description.

import { Value } from '../../../lib';
import { backward as entry } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Id = MisconceptionId<typeof entry>;
type Operation = 'add' | 'sub' | 'mul' | 'tanh';
type GraphNode = readonly ['leaf', number] | readonly [Operation, ...number[]];
type Graph = readonly GraphNode[];

const computed = (operation: Operation, a: Value, b: Value): Value =>
  operation === 'tanh' ? a.tanh() : a[operation](b);

function build(graph: Graph): Value[] {
  const values: Value[] = [];
  for (const [operation, ...numbers] of graph) {
    const [a, b] = numbers.map((input) => values[input]);
    values.push(operation === 'leaf' ? new Value(numbers[0]) : computed(operation, a, b));
  }
  return values;
}

function forward(graph: Graph, mistake?: Id): number[] {
  if (mistake !== 'numbers-for-values') return build(graph).map((value) => value.data);
  return graph.map(([operation, ...numbers]) => {
    const [a, b] = numbers.map((number) => new Value(number));
    return (operation === 'leaf' ? a : computed(operation, a, b)).data;
  });
}

function rightGradients(graph: Graph, result: number, upstream: number): number[] {
  const values = build(graph);
  values[result].mul(upstream).backward();
  return values.map((value) => value.grad);
}

const slopes: Readonly<Record<Operation, (a: number, b: number) => number[]>> = {
  add: () => [1, 1],
  sub: () => [1, -1],
  mul: (a, b) => [b, a],
  tanh: (a) => [1 / Math.cosh(a) ** 2],
};

/** In which order the nodes are visited; a list that grows on the way is for the walk that goes where it comes by. */
function visits(graph: Graph, result: number, mistake: Id): Set<number> {
  const nodes = [...graph.keys()];
  if (mistake === 'passed-on-once') return new Set([result]);
  if (mistake === 'forward-order') return new Set(nodes.slice(0, result + 1));
  return new Set(nodes.slice(0, mistake === 'from-the-end' ? undefined : result + 1).reverse());
}

/** The walk of a learner with one misconception. */
function wrongGradients(graph: Graph, result: number, upstream: number, mistake: Id): number[] {
  const values = forward(graph, mistake);
  const gradients = graph.map(() => 0);
  gradients[mistake === 'from-the-end' ? graph.length - 1 : result] =
    mistake === 'upstream-dropped' ? 1 : upstream;
  const order = visits(graph, result, mistake);
  for (const k of order) {
    const [operation, ...all] = graph[k];
    if (operation === 'leaf') continue;
    const source = mistake === 'slopes-of-gradients' ? gradients : values;
    const found = slopes[operation](source[all[0]], source[all[1]]);
    if (mistake === 'slopes-swapped') found.reverse();
    const inputs = mistake === 'same-input-once' ? [...new Set(all)] : all;
    for (const [i, input] of inputs.entries()) {
      let part = gradients[k] * found[i];
      if (mistake === 'chain-cut') part = found[i];
      if (mistake === 'contributions-added') part = gradients[k] + found[i];
      gradients[input] = mistake === 'overwritten' ? part : gradients[input] + part;
      if (mistake === 'passed-on-once') order.add(input);
    }
  }
  return gradients;
}

const model = (mistake?: Id) => ({
  forward: (graph: Graph): number[] => forward(graph, mistake),
  backward: (graph: Graph, result: number, upstream: number): number[] =>
    mistake === undefined
      ? rightGradients(graph, result, upstream)
      : wrongGradients(graph, result, upstream, mistake),
});

const leaf = (draw: Draw): GraphNode => ['leaf', draw.value()];
const BINARY = ['add', 'sub', 'mul', 'mul'] as const;

/** Each operation takes the one before it, and a new leaf if it needs two inputs: no node is used twice. */
function chain(draw: Draw, operations: number): Graph {
  const graph: GraphNode[] = [leaf(draw)];
  for (let i = 0; i < operations; i++) {
    const before = graph.length - 1;
    if (draw.int(0, 3) === 0) {
      graph.push(['tanh', before]);
    } else {
      graph.push(leaf(draw));
      graph.push([draw.pick(BINARY), ...draw.shuffle([before, before + 1])]);
    }
  }
  return graph;
}

/** Few leaves, and operations on any nodes before them: paths meet everywhere. */
function web(draw: Draw, operations: number): Graph {
  const graph: GraphNode[] = [leaf(draw), leaf(draw), leaf(draw)];
  for (let i = 0; i < operations; i++) {
    const newest = graph.length - 1;
    const any = (): number => draw.int(0, newest);
    // The newest node is always used, so that nothing hangs in the air.
    if (i % 4 === 2) graph.push(['tanh', newest]);
    else graph.push([draw.pick(BINARY), ...draw.shuffle([newest, any()])]);
  }
  return graph;
}

/** Small graphs that each bring one thing to light. */
const knots: Readonly<Record<string, (draw: Draw) => Graph>> = {
  square: (draw) => [leaf(draw), ['mul', 0, 0]],
  sum: (draw) => [leaf(draw), ['mul', 0, 0], ['add', 1, 0]],
  // The leaf is an input of the last node and of the one before it.
  late: (draw) => [leaf(draw), ['tanh', 0], ['mul', 0, 1], ['mul', 1, 2]],
};

const UPSTREAM = { from: 1.2, to: 3 };
type Arguments = [graph: Graph, result: number, upstream: number];
const toTheEnd = (graph: Graph, draw: Draw): Arguments => [graph, graph.length - 1, draw.value(UPSTREAM)];

export default gradedExercise(entry, model, (kit) => ({
  forward: kit.calls('forward', {
    sizes: [0, 1, 2, 4, 6],
    draw: (draw, size): [Graph] => [size < 3 ? chain(draw, size) : web(draw, size)],
  }),

  chain: kit.calls('backward', {
    sizes: [0, 1, 2, 3, 5],
    draw: (draw, size) => toTheEnd(chain(draw, size), draw),
  }),

  shared: kit.calls('backward', {
    sizes: ['square', 'sum', 'late', 3, 5, 7] as const,
    draw: (draw, size) => toTheEnd(typeof size === 'string' ? knots[size](draw) : web(draw, size), draw),
  }),

  anywhere: kit.calls('backward', {
    sizes: [1, 2, 4, 6],
    draw(draw, size): Arguments {
      const graph = [...web(draw, size), leaf(draw)];
      const result = graph.length - 2;
      // Behind the result: nodes that use what it uses, and the result itself.
      graph.push(['mul', result, result - 1]);
      graph.push(['add', result + 2, 0]);
      return [graph, result, draw.value(UPSTREAM)];
    },
  }),
}));
