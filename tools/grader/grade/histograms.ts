// Histograms of the scores, a panel for each exercise.

import { type Chart, chart, palette } from '../../../lib/plot/chart';
import { toNumber } from './rational';
import type { SignedRecord } from './record';
import { exerciseIds } from './summary';

const BINS = 5;

/** @throws RangeError when there is no record */
export function histograms(records: readonly Pick<SignedRecord, 'record'>[]): Chart {
  if (records.length === 0) throw new RangeError('histograms: no record came, expected one or more');
  const ids = exerciseIds(records);
  const scores = records.flatMap(({ record }) =>
    record.exercises.filter(({ status }) => status !== 'ungraded'),
  );
  const values = ids.flatMap((exercise) => {
    const shares = scores
      .filter(({ id }) => id === exercise)
      .map(({ score, maximum }) => toNumber(score) / Math.max(toNumber(maximum), Number.MIN_VALUE));
    return Array.from({ length: BINS + 1 }, (_, bin) => ({
      exercise,
      share: nameOf(bin),
      learners: shares.filter((share) => binOf(share) === bin).length,
    }));
  });
  const order = Array.from({ length: BINS + 1 }, (_, bin) => nameOf(bin));
  return chart(
    {
      title: `Scores of ${records.length} ${records.length === 1 ? 'submission' : 'submissions'}, by exercise`,
      description:
        'A panel for each exercise: how many learners reached which share of its points. ' +
        'The last bar counts those with all points; missing files count as no points.',
    },
    {
      data: { values },
      facet: { field: 'exercise', type: 'nominal', title: null, sort: ids },
      columns: 5,
      spacing: 16,
      spec: {
        width: 130,
        height: 80,
        mark: { type: 'bar', color: palette.blue },
        encoding: {
          x: {
            field: 'share',
            type: 'ordinal',
            sort: order,
            title: 'share of the points (%)',
            axis: { labelAngle: 0, labelFontSize: 9 },
          },
          y: {
            field: 'learners',
            type: 'quantitative',
            title: 'learners',
            axis: { tickMinStep: 1, format: 'd' },
          },
          tooltip: [{ field: 'share' }, { field: 'learners' }],
        },
      },
    },
  );
}

/** The last bin is for all points alone. */
const binOf = (share: number): number => Math.floor(Math.min(1, share) * BINS + 1e-9);

const nameOf = (bin: number): string => (bin === BINS ? 'all' : `${(bin * 100) / BINS}+`);
