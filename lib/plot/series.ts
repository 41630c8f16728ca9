import { type Chart, chart, type Frame, palette } from './chart';
import { round } from './styles';

/** One measurement; time as a date, an ISO date ('2024-05' or '2024-05-01'), or a plain number. */
export interface SeriesPoint {
  /** When it was measured. */
  time: Date | string | number;
  /** What was measured. */
  value: number;
}

/** One predicted value, with the interval in which it is expected. */
export interface ForecastPoint extends SeriesPoint {
  /** The lower end of the interval. */
  low?: number;
  /** The upper end of the interval. */
  high?: number;
}

/** What is drawn beside the series, and how it is called. */
export interface SeriesOptions extends Partial<Frame> {
  /** What was predicted, drawn dashed, with its interval as a band. */
  forecast?: readonly ForecastPoint[];
  /** The title of the horizontal axis; 'time' unless told otherwise. */
  timeTitle?: string;
  /** With the unit: 'CO₂ (ppm)'. */
  valueTitle: string;
}

/**
 * A time series and its forecast. Point at the chart to read both.
 * @throws on a time that is none
 */
export function series(
  observed: readonly SeriesPoint[],
  { forecast = [], timeTitle = 'time', valueTitle, ...frame }: SeriesOptions,
): Chart {
  const points = [...observed, ...forecast];
  const temporal = points.some(({ time }) => typeof time !== 'number');
  const moment = ({ time }: SeriesPoint): string | number => {
    const text = time instanceof Date ? time.toISOString() : time;
    if (typeof text === 'number' ? !Number.isFinite(text) : Number.isNaN(Date.parse(text)))
      throw new RangeError(`series: expected a time as a date, an ISO date or a number, got ${String(time)}`);
    // Without a zone a date would be read as local time, and the same data look different elsewhere.
    return typeof text === 'string' ? Date.parse(text) : text;
  };
  const rows = [
    ...observed.map((point) => ({ time: moment(point), value: point.value, kind: 'observed' })),
    ...forecast.map((point) => ({ ...point, time: moment(point), kind: 'forecast' })),
  ];
  const banded = forecast.some(({ low, high }) => low !== undefined && high !== undefined);
  const x = temporal
    ? { field: 'time', type: 'temporal', title: timeTitle, scale: { type: 'utc' } }
    : { field: 'time', type: 'quantitative', title: timeTitle, scale: { zero: false, nice: false } };
  const y = { field: 'value', type: 'quantitative', title: valueTitle, scale: { zero: false } };
  const kinds = forecast.length > 0 ? ['observed', 'forecast'] : ['observed'];
  const legend = forecast.length > 0 ? { title: null, symbolType: 'stroke' } : null;
  const group = (range: readonly unknown[]) => ({
    field: 'kind',
    type: 'nominal',
    scale: { domain: kinds, range: range.slice(0, kinds.length) },
    legend,
  });
  const valuesOf = observed.map(({ value }) => value);
  const [low, high] = [
    valuesOf.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    valuesOf.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  const format = { type: temporal ? 'temporal' : 'quantitative', title: timeTitle };
  return chart(
    {
      title: forecast.length > 0 ? 'Time series and forecast' : 'Time series',
      description: `Line chart of ${valueTitle} over ${timeTitle}: ${observed.length} observed values from ${round(low)} to ${round(high)}${forecast.length > 0 ? `, and ${forecast.length} forecast values${banded ? ' with their intervals' : ''}` : ''}.`,
      width: 560,
      ...frame,
    },
    {
      data: { values: rows },
      layer: [
        ...(banded
          ? [
              {
                transform: [{ filter: "datum.kind === 'forecast'" }],
                mark: { type: 'area', color: palette.vermilion, opacity: 0.2 },
                encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
              },
            ]
          : []),
        {
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: {
            x,
            y,
            color: group([palette.blue, palette.vermilion]),
            strokeDash: group([
              [1, 0],
              [5, 3],
            ]),
          },
        },
        {
          params: [
            {
              name: 'pointed',
              select: {
                type: 'point',
                fields: ['time'],
                nearest: true,
                on: 'pointerover',
                clear: 'pointerout',
              },
            },
          ],
          mark: { type: 'rule', color: '#888' },
          encoding: {
            x,
            y: { value: 0 },
            y2: { value: 'height' },
            opacity: { condition: { param: 'pointed', empty: false, value: 1 }, value: 0 },
            tooltip: [
              { field: 'time', ...format },
              { field: 'kind', type: 'nominal' },
              { field: 'value', type: 'quantitative', title: valueTitle, format: '.4~g' },
            ],
          },
        },
      ],
    },
  );
}
