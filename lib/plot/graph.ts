import * as dagre from '@dagrejs/dagre';
import type { Value } from '../scalar';
import { type Chart, chart, type Frame, palette } from './chart';

const NODE = { width: 118, height: 62 };
const MARGIN = 12;

/**
 * The computation graph of a scalar, inputs on the left, the result on the right, and a slider that plays it:
 * first the forward pass, value by value, then the backward pass, gradient by gradient. The number at an edge is
 * the local derivative: what a gradient is multiplied by on its way to the left. Call backward() first.
 */
export function graph(result: Value, frame: Partial<Frame> = {}): Chart {
  const order = result.history();
  const count = order.length;
  const layout = layOut(order);
  // The backward pass runs in this order; the forward pass ran the other way round.
  const nodes = order.map((value, i) => ({
    ...layout.nodes[i],
    name: [value.name, value.operation].filter((part) => part !== '').join(' = ') || 'constant',
    data: `value ${number(value.data)}`,
    gradient: `gradient ${number(value.grad)}`,
    forward: count - i,
    backward: count + i + 1,
  }));
  const edges = order.flatMap((value, i) =>
    value.inputs.map(([input, derivative]) => {
      const from = layout.nodes[order.indexOf(input)];
      const to = layout.nodes[i];
      return {
        x: from.right,
        y: from.middle,
        x2: to.left,
        y2: to.middle,
        // Nearer to the input, where edges of one result lie apart.
        labelX: from.right + (to.left - from.right) * 0.42,
        labelY: from.middle + (to.middle - from.middle) * 0.42,
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
  const flowed = 'datum.backward <= step';

  return chart(
    {
      title: 'The computation graph: forward to the right, blame back to the left',
      description: `A graph of ${count} values, from the inputs on the left to the result ${result.name} = ${number(result.data)} on the right. ${nodes
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

/** Where the boxes go: ranks from left to right with few crossings (dagre). */
function layOut(order: readonly Value[]) {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 64, marginx: MARGIN, marginy: MARGIN });
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
