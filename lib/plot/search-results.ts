import type { Mode, Trial } from '../train';
import { type Chart, chart, type Frame, palette } from './chart';
import { round } from './styles';

/** How many trials are drawn, and what their score is. */
export interface SearchResultsOptions extends Partial<Frame> {
  /** Draw only the best so many; 15 unless told otherwise. */
  limit?: number;
  /** What the score is, with its unit; 'score' unless told otherwise. */
  scoreTitle?: string;
}

/** The trials of a search for hyperparameters as bars, best first; failed ones are left out. */
export function searchResults(
  { trials, mode }: { readonly trials: readonly Trial<object>[]; readonly mode: Mode },
  { limit = 15, scoreTitle = 'score', ...frame }: SearchResultsOptions = {},
): Chart {
  const sound = trials.filter(({ score }) => score !== null);
  const values = sound.slice(0, limit).map(({ number, params, score, budget, seconds }, rank) => ({
    trial: `${number}: ${settings(params)}`,
    score,
    text: round(score ?? Number.NaN),
    budget,
    seconds,
    best: rank === 0,
  }));
  const failed = trials.length - sound.length;
  return chart(
    {
      title: `Hyperparameter search: ${mode === 'min' ? 'shorter' : 'longer'} is better`,
      description:
        `Bars of ${scoreTitle} for ${values.length} of ${trials.length} trials, best first${failed > 0 ? `; ${failed} failed` : ''}.` +
        (values.length > 0 ? ` Best is trial ${values[0].trial} with ${values[0].text}.` : ''),
      height: Math.max(60, 24 * values.length),
      width: 380,
      ...frame,
    },
    {
      data: { values },
      encoding: {
        y: {
          field: 'trial',
          type: 'nominal',
          sort: values.map(({ trial }) => trial),
          title: 'trial: settings',
          axis: { labelLimit: 580, ticks: false },
        },
        x: { field: 'score', type: 'quantitative', title: scoreTitle },
        tooltip: [
          { field: 'trial', type: 'nominal' },
          { field: 'score', type: 'quantitative', format: '.5~g' },
          { field: 'budget', type: 'quantitative' },
          { field: 'seconds', type: 'quantitative', format: '.1f', title: 'seconds' },
        ],
      },
      layer: [
        {
          mark: { type: 'bar', height: { band: 0.7 } },
          encoding: { color: { condition: { test: 'datum.best', value: palette.blue }, value: palette.sky } },
        },
        {
          mark: { type: 'text', align: 'left', dx: 4, fontSize: 11 },
          encoding: { text: { field: 'text' } },
        },
      ],
    },
  );
}

const settings = (params: object): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? round(value) : String(value)}`)
    .join(', ');
