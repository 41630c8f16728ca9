import { type Chart, chart, type Frame, palette } from './chart';
import { sequential } from './styles';

/** What the colours stand for. */
export interface ConfusionMatrixOptions extends Partial<Frame> {
  /** Colour and percentages by the true class (rows); true unless told otherwise. */
  normalize?: boolean;
}

/**
 * How often each class was taken for each: true classes in rows, answers in columns, and the count in each cell. The
 * diagonal is right; point at a cell for the share of its row.
 * @throws unless the matrix is [classes, classes]
 */
export function confusionMatrix(
  { matrix, classes }: { matrix: readonly (readonly number[])[]; classes: readonly (string | number)[] },
  { normalize = true, ...frame }: ConfusionMatrixOptions = {},
): Chart {
  const names = classes.map(String);
  if (matrix.length !== names.length || matrix.some((row) => row.length !== names.length)) {
    throw new RangeError(
      `confusionMatrix: ${names.length} classes need a matrix of ${names.length}×${names.length}, got ${matrix.length}×${matrix[0]?.length ?? 0}`,
    );
  }
  const largest = Math.max(1, ...matrix.flat());
  const values = matrix.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => {
      const share = total === 0 ? 0 : count / total;
      return {
        truth: names[i],
        answer: names[j],
        count,
        share,
        strength: normalize ? share : count / largest,
      };
    });
  });
  const right = matrix.reduce((sum, row, i) => sum + row[i], 0);
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  const mistakes = values
    .filter(({ truth, answer, count }) => truth !== answer && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ truth, answer, count }) => `${truth} taken for ${answer} ${count} times`);
  const longest = Math.max(...names.map((name) => name.length));
  // As wide as the names need, so that they stand upright.
  const cell = Math.min(96, Math.max(44, 8 * longest));
  const side = Math.min(480, cell * names.length);
  const axis = (field: string, title: string, extra: object) => ({
    field,
    type: 'nominal',
    title,
    sort: names,
    axis: { labelAngle: 0, labelLimit: 120, ticks: false, domain: false, ...extra },
  });
  return chart(
    {
      title: 'Confusion matrix',
      description: `${right} of ${total} examples are right. ${mistakes.length === 0 ? 'There are no mistakes.' : `Most frequent mistakes: ${mistakes.join('; ')}.`}`,
      width: side,
      height: side,
      ...frame,
    },
    {
      data: { values },
      encoding: {
        x: axis(
          'answer',
          'answer of the model',
          8 * longest * names.length > side ? { labelAngle: -40 } : {},
        ),
        y: axis('truth', 'true class', {}),
      },
      layer: [
        {
          mark: { type: 'rect', stroke: '#e5e5e5' },
          encoding: {
            color: {
              field: 'strength',
              type: 'quantitative',
              title: normalize ? 'share of row' : 'share of largest',
              scale: sequential,
              legend: { format: '.0%' },
            },
            tooltip: [
              { field: 'truth', type: 'nominal', title: 'true class' },
              { field: 'answer', type: 'nominal' },
              { field: 'count', type: 'quantitative' },
              { field: 'share', type: 'quantitative', title: 'share of the true class', format: '.1%' },
            ],
          },
        },
        {
          mark: { type: 'text', fontSize: names.length > 12 ? 9 : 12 },
          encoding: {
            text: { field: 'count', type: 'quantitative' },
            color: { condition: { test: 'datum.strength > 0.55', value: 'white' }, value: palette.black },
          },
        },
      ],
    },
  );
}
