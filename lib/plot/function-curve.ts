import { type Chart, chart, type Frame, palette } from './chart';

/** Which part of the curve is drawn, and how it is called. */
export interface TangentOptions extends Partial<Frame> {
  /** The interval of x that is drawn. */
  domain: readonly [number, number];
  /** Where the slider starts; in the middle unless told otherwise. */
  start?: number;
  /** The title of the horizontal axis; 'x' unless told otherwise. */
  xTitle?: string;
  /** The title of the vertical axis; 'f(x)' unless told otherwise. */
  yTitle?: string;
}

/**
 * The curve of f, and a slider that moves a point along it with the tangent there: the slope of the tangent is
 * the derivative.
 * @param f the function
 * @param derivative its derivative, which the tangent is drawn with
 */
export function tangent(
  f: (x: number) => number,
  derivative: (x: number) => number,
  { domain: [from, to], start = (from + to) / 2, xTitle = 'x', yTitle = 'f(x)', ...frame }: TangentOptions,
): Chart {
  const count = 121;
  const step = (to - from) / (count - 1);
  const values = Array.from({ length: count }, (_, i) => {
    const x = from + i * step;
    return { x, y: f(x), slope: derivative(x) };
  });
  const nearest = `abs(datum.x - at) <= ${step / 2 + 1e-9}`;
  // A quarter of the picture to each side, so that the line reads as a line.
  const reach = (to - from) / 4;
  // Scales that stand still while the tangent moves and is cut off at the edges.
  const [low, high] = [Math.min(...values.map(({ y }) => y)), Math.max(...values.map(({ y }) => y))];
  const room = 0.1 * (high - low || 1);
  const x = { type: 'quantitative', title: xTitle, scale: { domain: [from, to], nice: false } };
  const y = { type: 'quantitative', title: yTitle, scale: { domain: [low - room, high + room] } };
  return chart(
    {
      title: 'A function and its slope',
      description: `A curve for x from ${from} to ${to}, and the tangent at one point; a slider moves the point. Where the curve climbs the slope is above 0, where it falls below, and at its lowest point it is 0.`,
      ...frame,
    },
    {
      params: [
        { name: 'at', value: start, bind: { input: 'range', min: from, max: to, step, name: `${xTitle} ` } },
      ],
      data: { values },
      layer: [
        {
          mark: { type: 'line', color: palette.blue, strokeWidth: 2 },
          encoding: {
            x: { ...x, field: 'x' },
            y: { ...y, field: 'y' },
          },
        },
        {
          transform: [
            { filter: nearest },
            { calculate: `datum.x - ${reach}`, as: 'left' },
            { calculate: `datum.x + ${reach}`, as: 'right' },
            { calculate: `datum.y - ${reach} * datum.slope`, as: 'low' },
            { calculate: `datum.y + ${reach} * datum.slope`, as: 'high' },
          ],
          mark: { type: 'rule', color: palette.vermilion, strokeWidth: 2, clip: true },
          encoding: {
            x: { ...x, field: 'left' },
            x2: { field: 'right' },
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
          },
        },
        {
          transform: [{ filter: nearest }],
          mark: { type: 'point', filled: true, size: 90, color: palette.vermilion },
          encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'y' } },
        },
        {
          transform: [
            { filter: nearest },
            {
              calculate: `${JSON.stringify(`${xTitle} = `)} + format(datum.x, '.2f') + ${JSON.stringify(`   ${yTitle} = `)} + format(datum.y, '.2f') + '   slope = ' + format(datum.slope, '.2f')`,
              as: 'label',
            },
          ],
          mark: { type: 'text', align: 'left', baseline: 'top', fontSize: 13, x: 8, y: 4 },
          encoding: { text: { field: 'label' } },
        },
      ],
    },
  );
}
