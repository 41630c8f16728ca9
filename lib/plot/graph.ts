import * as dagreModule from '@dagrejs/dagre';
import type { Value } from '../scalar';
import { type Chart, chart, type Frame, palette } from './chart';

// The package gives its functions by name to require, and as a default to import.
const { default: dagre = dagreModule } = dagreModule as typeof dagreModule & {
  default?: typeof dagreModule;
};

const NODE = { width: 118, height: 62 };
const MARGIN = 12;

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
    value.inputs.map(([input, derivative]) => {
      const [from, to] = [layout.nodes[order.indexOf(input)], layout.nodes[i]];
      const [x, y] = direction === 'right' ? [from.right, from.middle] : [from.centre, from.bottom];
      const [x2, y2] = direction === 'right' ? [to.left, to.middle] : [to.centre, to.top];
      return {
        ...{ x, y, x2, y2 },
        // Nearer to the input, where edges of one result lie apart.
        labelX: x + (x2 - x) * labelAt,
        labelY: y + (y2 - y) * labelAt,
        derivative: `× ${number(derivative)}`,
        backward: count + i + 1,
      };
    }),
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
          mark: { type: 'rule', strokeWidth: 2 },
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
  const { width = 0, height = 0 } = layout.graph();
  const nodes = order.map((_, i) => {
    const { x, y } = layout.node(String(i));
    return {
      centre: x,
      middle: y,
      left: x - NODE.width / 2,
      right: x + NODE.width / 2,
      top: y - NODE.height / 2,
      bottom: y + NODE.height / 2,
    };
  });
  return { width, height, nodes };
}

/** Four digits at most: enough to follow by hand. */
const number = (value: number): string => String(Number(value.toPrecision(4)));
