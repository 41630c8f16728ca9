/** Curves that judge a classifier by its scores. */
import { type Chart, chart, type Frame } from './chart';
import { groupScales } from './styles';

/** One curve, or several under their names. */
type OneOrMore<Point> = readonly Point[] | Readonly<Record<string, readonly Point[]>>;

/** One point of a ROC curve, as `metrics.rocCurve` gives them. */
export interface RocPoint {
  /** False-positive rate. */
  fpr: number;
  /** True-positive rate. */
  tpr: number;
  /** The score from which on an example counts as positive. */
  threshold?: number;
}

/** One point of a precision–recall curve, as `metrics.prCurve` gives them. */
export interface PrPoint {
  /** TP / (TP + FN). */
  recall: number;
  /** TP / (TP + FP). */
  precision: number;
  /** The score from which on an example counts as positive. */
  threshold?: number;
}

/** One bin of a reliability diagram, as `metrics.calibrationCurve` gives them. */
export interface CalibrationPoint {
  /** The mean probability that the model gave to the examples of a bin. */
  predicted: number;
  /** The share of them that is positive. */
  observed: number;
  /** How many examples the bin has. */
  count?: number;
}

interface Axis {
  field: string;
  title: string;
}

interface Diagram {
  x: Axis;
  y: Axis;
  /** What a curve without skill would be. */
  reference: { from: [number, number]; to: [number, number]; label: string } | null;
  line: object;
  tooltip: readonly object[];
}

function named<Point>(curves: OneOrMore<Point>): [string, readonly Point[]][] {
  return Array.isArray(curves)
    ? [['model', curves]]
    : Object.entries(curves as Record<string, readonly Point[]>);
}

const unit = { domain: [0, 1], nice: false };

/** Curves in the unit square, with a reference line. */
function squareDiagram(
  frame: Frame,
  rows: readonly object[],
  names: readonly string[],
  diagram: Diagram,
): Chart {
  const { x, y, reference, line, tooltip } = diagram;
  const axis = ({ field, title }: Axis) => ({ field, type: 'quantitative', title, scale: unit });
  const scales = groupScales(names);
  const alone = names.length === 1;
  const group = (range: object) => ({
    field: 'curve',
    type: 'nominal',
    scale: range,
    sort: names,
    legend: alone ? null : { title: null, symbolType: 'stroke' },
  });
  const encoding = {
    x: axis(x),
    y: axis(y),
    color: group(scales.color),
    order: { field: 'i', type: 'quantitative' },
  };
  return chart(
    { width: 340, height: 340, ...frame },
    {
      data: { values: rows },
      layer: [
        ...(reference === null ? [] : referenceLine(reference, axis(x), axis(y))),
        {
          mark: { type: 'line', strokeWidth: 2.5, ...line },
          encoding: { ...encoding, strokeDash: group(scales.dash) },
        },
        {
          params: [
            {
              name: 'pointed',
              select: { type: 'point', nearest: true, on: 'pointerover', clear: 'pointerout' },
            },
          ],
          mark: { type: 'point', filled: true, size: 60, tooltip: true },
          encoding: {
            ...encoding,
            opacity: { condition: { param: 'pointed', empty: false, value: 1 }, value: 0 },
            tooltip,
          },
        },
      ],
    },
  );
}

function referenceLine(
  { from, to, label }: NonNullable<Diagram['reference']>,
  x: object,
  y: object,
): object[] {
  const values = [from, to].map(([rx, ry]) => ({ rx, ry }));
  // Below the line, on that side of the picture where curves seldom are.
  const flat = from[1] === to[1];
  const place = flat ? [{ rx: from[0], ry: from[1] }] : [{ rx: 0.62, ry: 0.62 }];
  return [
    {
      data: { values },
      mark: { type: 'line', color: '#888', strokeDash: [4, 4] },
      encoding: { x: { ...x, field: 'rx' }, y: { ...y, field: 'ry' } },
    },
    {
      data: { values: place },
      mark: {
        type: 'text',
        color: '#666',
        align: 'left',
        dx: flat ? 6 : 12,
        dy: flat ? 10 : 8,
        fontSize: 11,
        text: label,
      },
      encoding: { x: { ...x, field: 'rx' }, y: { ...y, field: 'ry' } },
    },
  ];
}

const column = (field: string, title: string) => ({ field, type: 'quantitative', title, format: '.3f' });

/** The area under a curve of straight lines. */
function area(points: readonly RocPoint[]): number {
  const sorted = [...points].sort((a, b) => a.fpr - b.fpr || a.tpr - b.tpr);
  return sorted.reduce((sum, point, i) => {
    const before = sorted[Math.max(0, i - 1)];
    return sum + ((point.fpr - before.fpr) * (point.tpr + before.tpr)) / 2;
  }, 0);
}

const withCurve = <Point>(curves: readonly [string, readonly Point[]][]) =>
  // JSON knows no infinity, which is the threshold above every score.
  curves.flatMap(([curve, points]) => points.map((point, i) => ({ ...point, curve, i })));

/** The receiver operating characteristic: hits against false alarms at every threshold; the diagonal is chance. */
export function rocCurve(curves: OneOrMore<RocPoint>, frame: Partial<Frame> = {}): Chart {
  const all = named(curves);
  const labels = all.map(([name, points]): [string, readonly RocPoint[]] => [
    `${name} (AUC ${area(points).toFixed(3)})`,
    points,
  ]);
  const names = labels.map(([name]) => name);
  return squareDiagram(
    {
      title: all.length === 1 ? `ROC curve, area ${area(all[0][1]).toFixed(3)}` : 'ROC curves',
      description: `True-positive rate against false-positive rate. ${names.join('; ')}. Chance would be the diagonal, area 0.5.`,
      ...frame,
    },
    withCurve(labels),
    names,
    {
      x: { field: 'fpr', title: 'false-positive rate (share of negatives)' },
      y: { field: 'tpr', title: 'true-positive rate (share of positives)' },
      reference: { from: [0, 0], to: [1, 1], label: 'chance' },
      line: {},
      tooltip: [
        column('fpr', 'false-positive rate'),
        column('tpr', 'true-positive rate'),
        column('threshold', 'threshold'),
      ],
    },
  );
}

/** What a model without skill would do. */
export interface PrCurveOptions extends Partial<Frame> {
  /** The share of positives, which is the precision of a model without skill; no line unless it is given. */
  prevalence?: number;
}

/** Precision against recall at every threshold: what counts when positives are rare. */
export function prCurve(curves: OneOrMore<PrPoint>, { prevalence, ...frame }: PrCurveOptions = {}): Chart {
  const all = named(curves);
  const names = all.map(([name]) => name);
  return squareDiagram(
    {
      title: all.length === 1 ? 'Precision–recall curve' : 'Precision–recall curves',
      description: `Precision against recall of ${names.join(', ')}.${prevalence === undefined ? '' : ` Without skill the precision would be ${prevalence.toFixed(3)}.`}`,
      ...frame,
    },
    withCurve(all),
    names,
    {
      x: { field: 'recall', title: 'recall (share of positives that are found)' },
      y: { field: 'precision', title: 'precision (right share of alarms)' },
      reference:
        prevalence === undefined ? null : { from: [0, prevalence], to: [1, prevalence], label: 'no skill' },
      line: { interpolate: 'step-before' },
      tooltip: [
        column('recall', 'recall'),
        column('precision', 'precision'),
        column('threshold', 'threshold'),
      ],
    },
  );
}

/** The reliability diagram: of the examples that got 70 %, are 70 % positive? On the diagonal, they are. */
export function calibration(curves: OneOrMore<CalibrationPoint>, frame: Partial<Frame> = {}): Chart {
  const all = named(curves);
  const names = all.map(([name]) => name);
  const gaps = all.map(([name, points]) => {
    const widest = Math.max(0, ...points.map(({ predicted, observed }) => Math.abs(predicted - observed)));
    return `${name}: at most ${widest.toFixed(2)} away`;
  });
  return squareDiagram(
    {
      title: 'Calibration',
      description: `Share of positives against predicted probability. From the diagonal, which is perfect, ${gaps.join('; ')}.`,
      ...frame,
    },
    withCurve(
      all.map(([name, points]): [string, CalibrationPoint[]] => [
        name,
        points.filter(({ count }) => count !== 0),
      ]),
    ),
    names,
    {
      x: { field: 'predicted', title: 'predicted probability' },
      y: { field: 'observed', title: 'observed share of positives' },
      reference: { from: [0, 0], to: [1, 1], label: 'perfect' },
      line: { point: { size: 40 } },
      tooltip: [
        column('predicted', 'predicted'),
        column('observed', 'observed'),
        { field: 'count', type: 'quantitative', title: 'examples' },
      ],
    },
  );
}
