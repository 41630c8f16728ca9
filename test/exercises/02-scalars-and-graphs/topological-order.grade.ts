// The graded tests of topological-order. Many orders are right, so an order is not compared with another one: what makes
// an order right is checked node by node.

import { topologicalOrder as entry } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { difference } from '../../../tools/grader/difference';
import { formatCall, formatValue } from '../../../tools/grader/format';
import {
  type Draw,
  EXACT,
  type Grading,
  gradedExercise,
  LearnerError,
  type MisconceptionId,
  type Plain,
  WrongResult,
} from '../../../tools/grader/grading';
import { WRONG_VALUE } from '../../../tools/grader/result';
import { isTypedArray } from '../../../tools/grader/sandbox/plain';

type Id = MisconceptionId<typeof entry>;
type Inputs = readonly (readonly number[])[];

/** The nodes that the result depends on: grown until nothing is new. */
function needed(inputs: Inputs, result: number): Set<number> {
  let nodes = new Set([result]);
  for (;;) {
    const grown = new Set([...nodes, ...[...nodes].flatMap((node) => inputs[node])]);
    if (grown.size === nodes.size) return nodes;
    nodes = grown;
  }
}

const occurrences = (list: readonly number[], item: number): number =>
  list.filter((one) => one === item).length;

/** Says what is wrong with an order, the plainest things first. */
function complaint(order: readonly number[], inputs: Inputs, result: number): string | undefined {
  const nodes = needed(inputs, result);
  const strange = order.find((node) => !nodes.has(node));
  if (strange !== undefined) {
    return strange in inputs
      ? `Node ${strange} is in the order, but node ${result}, the result, does not depend on it.`
      : `There is no node ${strange} in the graph.`;
  }
  for (const node of nodes) {
    const times = occurrences(order, node);
    if (times === 0) return `Node ${node} is missing from the order.`;
    if (times > 1) return `Node ${node} is in the order ${times} times.`;
  }
  for (const [place, node] of order.entries()) {
    const user = order.slice(place).find((later) => inputs[later].includes(node));
    if (user !== undefined)
      return `Node ${node} comes before node ${user}, which uses it: the gradient of ${node} is not complete there.`;
  }
  return undefined;
}

function everyPath(inputs: Inputs, result: number): number[] {
  const order = [result];
  for (const node of order) order.push(...inputs[node]);
  return order;
}

function model(mistake?: Id) {
  return {
    countUses(inputs: Inputs, result: number): number[] {
      const users = {
        'nodes-not-needed': [...inputs.keys()],
        'uses-of-result-only': [result],
      }[mistake as string] ?? [...needed(inputs, result)];
      const uses = users.flatMap((node) =>
        mistake === 'same-input-once' ? [...new Set(inputs[node])] : inputs[node],
      );
      if (mistake === 'result-used') uses.push(result);
      return inputs.map((_, node) => occurrences(uses, node));
    },
  };
}

type Size = 'result only' | 'chain' | 'example' | 'twice' | 'skip' | 'knot' | number;

/** Each node by what it is computed from, all in a good order; the last one is the result. */
const SHAPES: Readonly<Record<string, Inputs>> = {
  'result only': [[]],
  chain: [[], [0], [1]],
  example: [[], [], [0, 1], [2, 0]],
  twice: [[], [0, 0], [1]],
  // The leaf is used early and late.
  skip: [[], [0], [1], [0, 2], [3, 1]],
  // It is used twice by one node, and later by another.
  knot: [[], [0], [1], [0, 0], [3, 2]],
};

function drawShape(draw: Draw, nodes: number): number[][] {
  const leaves = Math.floor(nodes / 3);
  return Array.from({ length: nodes }, (_, k) => {
    if (k < leaves) return [];
    // Mostly the newest nodes, so that the graph is deep.
    const input = (): number => draw.int(draw.int(0, 1) === 0 ? 0 : Math.max(0, k - 2), k - 1);
    return Array.from({ length: draw.int(1, 2) }, input);
  });
}

/** Nodes get other numbers, and there are some that the result does not need, one of which uses what the result uses. */
function renumbered(draw: Draw, shape: Inputs, unneeded: boolean): [inputs: number[][], result: number] {
  const all = unneeded ? [...shape, [], [shape[shape.length - 1][0], shape.length]] : shape;
  const number = draw.shuffle([...all.keys()]);
  const inputs: number[][] = [];
  all.forEach((list, k) => {
    inputs[number[k]] = list.map((input) => number[input]);
  });
  return [inputs, number[shape.length - 1]];
}

/** Orders in which nodes are met first, breadth first or depth first, with the inputs of a node in either order. */
function firstMet(inputs: Inputs, result: number): number[][] {
  const depthFirst = (graph: Inputs, node: number, seen = new Set<number>()): Set<number> => {
    if (!seen.has(node)) {
      seen.add(node);
      for (const input of graph[node]) depthFirst(graph, input, seen);
    }
    return seen;
  };
  const turned = inputs.map((list) => [...list].reverse());
  return [inputs, turned].flatMap((graph) => [
    [...new Set(everyPath(graph, result))],
    [...depthFirst(graph, result)],
  ]);
}

const byNumber = (inputs: Inputs, result: number): number[] =>
  [...needed(inputs, result)].sort((a, b) => b - a);

/** What the orders of learners with a misconception have in common, in every graph. */
const SIGNS: Partial<Record<Id, (order: number[], inputs: Inputs, result: number) => boolean>> = {
  forwards: (order, ...graph) => complaint([...order].reverse(), ...graph) === undefined,
  'by-number': (order, ...graph) =>
    [order, [...order].reverse()].some((one) => same(one, byNumber(...graph))),
  'result-missing': (order, ...graph) => complaint([graph[1], ...order], ...graph) === undefined,
  'all-nodes': (order, ...graph) => {
    const nodes = needed(...graph);
    const rest = order.filter((node) => nodes.has(node));
    return order.length === graph[0].length && complaint(rest, ...graph) === undefined;
  },
  'once-for-each-path': (order, ...graph) => {
    const sorted = (nodes: number[]): number[] => [...nodes].sort((a, b) => a - b);
    return same(sorted(order), sorted(everyPath(...graph)));
  },
  'first-met': (order, ...graph) => firstMet(...graph).some((one) => same(one, order)),
};

const same = (some: readonly number[], others: readonly number[]): boolean => some.join() === others.join();

/** Lists of ones are no inputs for a test, so node 1 is never used twice by one node. */
function drawGraph(draw: Draw, size: Size): [number[][], number] {
  for (;;) {
    const shape = typeof size === 'number' ? drawShape(draw, size) : SHAPES[size];
    const graph = renumbered(draw, shape, typeof size === 'number' || size === 'knot' || size === 'example');
    const wrong = size === 'knot' ? [byNumber(...graph)] : typeof size === 'number' ? usual(graph) : [];
    const enough = needed(...graph).size >= shape.length - 2;
    if (
      enough &&
      !graph[0].some((list) => same(list, [1, 1])) &&
      wrong.every((order) => misleads(order, graph))
    ) {
      return graph;
    }
  }
}

const usual = (graph: [Inputs, number]): number[][] => [byNumber(...graph), ...firstMet(...graph)];

/** An order that is not right by chance, nor when it is turned round. */
const misleads = (order: readonly number[], graph: [Inputs, number]): boolean =>
  [order, [...order].reverse()].every((one) => complaint(one, ...graph) !== undefined);

const SIZES: readonly Size[] = ['result only', 'chain', 'twice', 'example', 'skip', 'knot', 7, 9, 11];

const asList = (value: Plain): Plain => (isTypedArray(value) ? Array.from(value) : value);

async function orders(grading: Grading): Promise<void> {
  const seen: [order: number[], inputs: Inputs, result: number][] = [];
  let failure: WrongResult['failure'] | undefined;
  for (const size of SIZES) {
    const args = drawGraph(grading.draw, size);
    const answer = await grading.ask({ do: 'call', name: 'topologicalOrder', args });
    const order = asList(answer.value);
    const shown = { call: formatCall('topologicalOrder', args), got: formatValue(order) };
    if (!isNumbers(order))
      throw new WrongResult({ message: 'A list of numbers of nodes was expected.', ...shown });
    const message = difference(answer.args, args, EXACT)
      ? 'The call changed the graph.'
      : complaint(order, ...args);
    if (message !== undefined) failure ??= { message, ...shown };
    seen.push([order, ...args]);
  }
  if (!failure) return;
  const ids = Object.keys(SIGNS) as Id[];
  throw new WrongResult(
    failure,
    ids.find((id) => seen.every((one) => SIGNS[id]?.(...one))),
  );
}

const isNumbers = (value: Plain): value is number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');

/** A small graph first: whoever fails there need not wait for the long one. */
async function chains(grading: Grading): Promise<void> {
  const args = drawGraph(grading.draw, 'knot');
  const small = asList(await grading.call('topologicalOrder', ...args));
  if (!isNumbers(small) || complaint(small, ...args)) {
    const call = formatCall('topologicalOrder', args);
    throw new WrongResult({
      message: 'First the order of small graphs must be right.',
      call,
      got: formatValue(small),
    });
  }
  for (const length of [1, 4, 100_000]) {
    const call = `orderOfChain(${length})`;
    const got = asList(await askForChain(grading, length, call));
    const right = (node: Plain, place: number): boolean => node === length - 1 - place;
    if (Array.isArray(got) && got.length === length && got.every(right)) continue;
    const expected =
      length < 10 ? formatValue(rightChain(length)) : `[${length - 1}, ${length - 2}, …, 1, 0]`;
    throw new WrongResult({ message: WRONG_VALUE, call, got: formatValue(got), expected });
  }
}

const rightChain = (length: number): number[] => Array.from({ length }, (_, place) => length - 1 - place);

async function askForChain(grading: Grading, length: number, call: string): Promise<Plain> {
  try {
    return await grading.call('orderOfChain', length);
  } catch (error) {
    if (!(error instanceof LearnerError) || !/call stack/i.test(error.message)) throw error;
    throw new WrongResult(
      { message: 'There were too many calls inside each other.', call },
      'recursion' satisfies Id,
    );
  }
}

export default gradedExercise(entry, model, (kit) => ({
  uses: kit.calls('countUses', { sizes: SIZES, draw: drawGraph }),
  order: orders,
  chain: chains,
}));
