/** The races as a picture: a panel for each workload, ms on a logarithmic scale. */
import { type Chart, chart } from '../../lib/plot/chart';
import { groupScales } from '../../lib/plot/styles';
import { FAMILIES, FAMILY_NAMES, type Family } from './peers';
import type { Entry } from './race';
import { digits } from './report';
import type { Name } from './workloads';

/** One workload with all its contestants. */
export interface Race {
  name: Name;
  title: string;
  entries: readonly Entry[];
}

export function trainChart(races: readonly Race[]): Chart {
  const present = FAMILY_NAMES.filter((family) =>
    races.some(({ entries }) => entries.some((entry) => entry.family === family && entry.times !== null)),
  );
  const scales = scalesOf(present);
  return chart(
    {
      title: 'One step of training, by library: further left is faster',
      description:
        'Time of one training step in milliseconds, on a logarithmic scale, with a panel for each workload and a row for each library: ' +
        `the median of all rounds as a point, from the least to the most as a line. ${summary(races)}` +
        'A library with an asterisk computes something else.',
    },
    { concat: races.map((race) => panel(race, scales)), columns: 2, spacing: 24 },
  );
}

/** A library has its colour and shape in every chart; the legend names those that take part. */
function scalesOf(families: readonly Family[]): Pick<ReturnType<typeof groupScales>, 'color' | 'shape'> {
  const all = groupScales(FAMILY_NAMES);
  const domain = families.map((family) => FAMILIES[family]);
  const own = (range: readonly string[]) => families.map((family) => range[FAMILY_NAMES.indexOf(family)]);
  return { color: { domain, range: own(all.color.range) }, shape: { domain, range: own(all.shape.range) } };
}

function panel({ title, entries }: Race, scales: ReturnType<typeof scalesOf>): object {
  const values = entries.flatMap(({ family, title: peer, times, differs }) =>
    times === null
      ? []
      : [
          {
            peer: differs === null ? peer : `${peer} *`,
            library: FAMILIES[family],
            ...times,
            text: digits(times.median),
          },
        ],
  );
  const ms = { type: 'quantitative', scale: { type: 'log' }, title: 'time of one step (ms)' };
  const library = { field: 'library', type: 'nominal', title: 'library' };
  const color = { ...library, scale: scales.color };
  const figures = (['median', 'least', 'most'] as const).map((field) => ({
    field,
    type: 'quantitative',
    format: '.4~g',
    title: `${field} (ms)`,
  }));
  return {
    title: { text: title, anchor: 'start', fontSize: 12 },
    width: 360,
    height: { step: 26 },
    data: { values },
    encoding: {
      y: {
        field: 'peer',
        type: 'nominal',
        title: null,
        sort: values.map(({ peer }) => peer),
        axis: { labelLimit: 300 },
      },
      tooltip: [{ field: 'peer', type: 'nominal', title: 'library' }, ...figures],
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { field: 'least', ...ms }, x2: { field: 'most' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { x: { field: 'median', ...ms }, color, shape: { ...library, scale: scales.shape } },
      },
      {
        mark: { type: 'text', dy: -8, fontSize: 9 },
        encoding: { x: { field: 'median', ...ms }, text: { field: 'text' } },
      },
    ],
  };
}

/** The first and the fastest of each panel, in words. */
function summary(races: readonly Race[]): string {
  const sentences = races.flatMap(({ title, entries }) => {
    const named = entries.flatMap(({ title: peer, times, differs }) =>
      times === null || differs !== null ? [] : [{ peer, times }],
    );
    const [first] = named;
    if (first === undefined) return [];
    const fastest = named.reduce((a, b) => (b.times.median < a.times.median ? b : a));
    return [
      `${title}: ${first.peer} ${digits(first.times.median)} ms, fastest ${fastest.peer} ${digits(fastest.times.median)} ms. `,
    ];
  });
  return sentences.join('');
}
