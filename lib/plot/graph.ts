import * as dagreModule from '@dagrejs/dagre';
import type { Value } from '../scalar';
import { type Chart, chart, type Frame, palette } from './chart';

// The package gives its functions by name to require, and as a default to import.
const { default: dagre = dagreModule } = dagreModule as typeof dagreModule & {
  default?: typeof dagreModule;
};

const NODE = { width: 118, height: 62 };
const MARGIN = 12;

type Place = { readonly x: number; readonly y: number };
type Point = readonly [x: number, y: number];

/** How the graph is laid out. */
export interface GraphOptions extends Partial<Frame> {
  /** Where the forward pass goes: to the right, unless told otherwise, or down, which suits a graph of many steps. */
  direction?: 'right' | 'down';
}

/**
 * The computation graph of a scalar, from its inputs to the result, and a slider that plays it:
 * first the forward pass, value by value, then the backward pass, gradient by gradient. The number at an edge is
 * the local derivative: what a gradient is multiplied by on its way back. Call backward() first.
 */
export function graph(result: Value, { direction = 'right', ...frame }: GraphOptions = {}): Chart {
  const order = result.history();
  const count = order.length;
  const layout = layOut(order, direction);
  // The backward pass runs in this order; the forward pass ran the other way round.
  const nodes = order.map((value, i) => ({
    ...layout.nodes[i],
    name: [value.name, value.operation].filter((part) => part !== '').join(' = ') || 'constant',
    data: `value ${number(value.data)}`,
    gradient: `gradient ${number(value.grad)}`,
    forward: count - i,
    backward: count + i + 1,
  }));
  // Edges that go down are short and steep, so their numbers need more distance from each other.
  const labelAt = direction === 'right' ? 0.42 : 0.27;
  const edges = order.flatMap((value, i) =>
    value.inputs.flatMap(([, derivative], n) =>
      layout.ways[i][n].slice(1).map(([x2, y2], part) => {
        const [x, y] = layout.ways[i][n][part];
        return {
          ...{ x, y, x2, y2 },
          // Nearer to the input, where edges of one result lie apart.
          labelX: x + (x2 - x) * labelAt,
          labelY: y + (y2 - y) * labelAt,
          derivative: part === 0 ? `× ${number(derivative)}` : '',
          backward: count + i + 1,
        };
      }),
    ),
  );
  const x = {
    field: 'x',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, layout.width], nice: false },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [layout.height, 0], nice: false },
  };
  const at = (fieldX: string, fieldY: string) => ({ x: { ...x, field: fieldX }, y: { ...y, field: fieldY } });
  const line = (dy: number, field: string, options: object = {}) => ({
    mark: { type: 'text', dy, fontSize: 11, ...options },
    encoding: { ...at('centre', 'middle'), text: { field } },
  });
  const [forward, back, start, end] =
    direction === 'right'
      ? ['to the right', 'to the left', 'on the left', 'on the right']
      : ['down', 'up', 'at the top', 'at the bottom'];
  const flowed = 'datum.backward <= step';

  return chart(
    {
      title: `The computation graph: forward ${forward}, blame back ${back}`,
      description: `A graph of ${count} values, from the inputs ${start} to the result ${result.name} = ${number(result.data)} ${end}. ${nodes
        .filter((node) => node.name !== 'constant')
        .map((node) => `${node.name}: ${node.data}, ${node.gradient}`)
        .join('; ')}.`,
      width: layout.width,
      height: layout.height,
      ...frame,
    },
    {
      params: [
        {
          name: 'step',
          value: 2 * count,
          bind: { input: 'range', min: 1, max: 2 * count, step: 1, name: 'step ' },
        },
      ],
      layer: [
        {
          data: { values: edges },
          mark: { type: 'rule', strokeWidth: 2, strokeCap: 'round' },
          encoding: {
            ...at('x', 'y'),
            x2: { field: 'x2' },
            y2: { field: 'y2' },
            color: { condition: { test: flowed, value: palette.vermilion }, value: '#999' },
          },
        },
        // Drawn twice: a white edge around the letters keeps the line from crossing them out.
        ...[{ stroke: 'white', strokeWidth: 5 }, {}].map((edge) => ({
          data: { values: edges },
          transform: [{ filter: flowed }],
          mark: { type: 'text', fontSize: 11, color: palette.vermilion, ...edge },
          encoding: { ...at('labelX', 'labelY'), text: { field: 'derivative' } },
        })),
        {
          data: { values: nodes },
          layer: [
            {
              mark: { type: 'rect', cornerRadius: 6, fill: 'white', strokeWidth: 2 },
              encoding: {
                ...at('left', 'top'),
                x2: { field: 'right' },
                y2: { field: 'bottom' },
                stroke: { condition: { test: flowed, value: palette.vermilion }, value: palette.blue },
              },
            },
            line(-18, 'name', { fontWeight: 'bold', fontSize: 12 }),
            { ...line(0, 'data', { color: palette.blue }), transform: [{ filter: 'datum.forward <= step' }] },
            { ...line(17, 'gradient', { color: palette.vermilion }), transform: [{ filter: flowed }] },
          ],
        },
      ],
    },
  );
}

/** Where the boxes go: ranks in the direction of the forward pass, with few crossings (dagre). */
function layOut(order: readonly Value[], direction: 'right' | 'down') {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({
    ...(direction === 'right' ? { rankdir: 'LR', ranksep: 64 } : { rankdir: 'TB', ranksep: 44 }),
    ...{ nodesep: 18, marginx: MARGIN, marginy: MARGIN },
  });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const [i, value] of order.entries()) {
    layout.setNode(String(i), { ...NODE });
    for (const [n, [input]] of value.inputs.entries()) {
      layout.setEdge(String(order.indexOf(input)), String(i), {}, String(n));
    }
  }
  dagre.layout(layout);
  const boxes = order.map((_, i) => layout.node(String(i)));
  const ways = order.map((value, i) =>
    value.inputs.map(([input], n) => {
      const from = order.indexOf(input);
      const { points = [] } = layout.edge({ v: String(from), w: String(i), name: String(n) });
      return wayAround(boxes, [boxes[from], ...points.slice(1, -1), boxes[i]], direction);
    }),
  );
  // Edges may pass outside of all boxes.
  const [left, top] = [0, 1].map((axis) => Math.min(...ends(boxes, ways, axis, -1)) - MARGIN);
  const [right, bottom] = [0, 1].map((axis) => Math.max(...ends(boxes, ways, axis, 1)) + MARGIN);
  const nodes = boxes.map(({ x, y }) => {
    const [centre, middle] = [x - left, y - top];
    const [wide, high] = [NODE.width / 2, NODE.height / 2];
    return {
      ...{ centre, middle, left: centre - wide, right: centre + wide },
      ...{ top: middle - high, bottom: middle + high },
    };
  });
  const moved = ways.map((all) => all.map((way) => way.map(([x, y]): Point => [x - left, y - top])));
  return { width: right - left, height: bottom - top, nodes, ways: moved };
}

/**
 * The corners of an edge from the middle of one box's side to that of another's. Where it passes by boxes it runs
 * straight past all of their width, and bends only between the ranks; so it is never behind a box.
 * @param places the two boxes, and between them where dagre leads the edge
 */
function wayAround(boxes: readonly Place[], places: readonly Place[], direction: 'right' | 'down'): Point[] {
  const along = direction === 'right' ? 'x' : 'y';
  const half = (direction === 'right' ? NODE.width : NODE.height) / 2;
  const beside = (place: Place, by: number): Point =>
    direction === 'right' ? [place.x + by, place.y] : [place.x, place.y + by];
  const passed = places
    .slice(1, -1)
    .filter((place) => boxes.some((box) => Math.abs(box[along] - place[along]) < 1));
  return [
    beside(places[0], half),
    ...passed.flatMap((place) => [beside(place, -half), beside(place, half)]),
    beside(places[places.length - 1], -half),
  ];
}

/** How far boxes and edges reach: along x (axis 0) or y (1), to the one side (−1) or the other (1). */
function ends(boxes: readonly Place[], ways: readonly Point[][][], axis: number, side: number): number[] {
  const size = [NODE.width, NODE.height][axis];
  return [
    ...boxes.map(({ x, y }) => [x, y][axis] + (side * size) / 2),
    ...ways.flat(2).map((point) => point[axis]),
  ];
}

/** Four digits at most: enough to follow by hand. */
const number = (value: number): string => String(Number(value.toPrecision(4)));
