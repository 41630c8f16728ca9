// The graded tests of the exercise calibration. What is right comes from the library: its metrics, and its autograd.

import { metrics, nn, tensor } from '../../../lib';
import { calibration as entry } from '../../../tools/grader/catalog/15-images';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Rows = readonly (readonly number[])[];
type Labels = readonly number[];
interface Bin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

function rightBins(probabilities: Rows, labels: Labels, bins: number): Bin[] {
  const confidences = probabilities.map((row) => Math.max(...row));
  const right = probabilities.map((row, i) => Number(row[labels[i]] === confidences[i]));
  const filled = metrics.calibrationCurve(confidences, right, { bins });
  return Array.from({ length: bins }, (_, m) => {
    const bin = filled.find(({ low }) => low === m / bins);
    return { count: bin?.count ?? 0, confidence: bin?.predicted ?? 0, accuracy: bin?.observed ?? 0 };
  });
}

function rightSlope(logits: Rows, labels: Labels, temperature: number): { loss: number; gradient: number } {
  const t = tensor(temperature, { dtype: 'float64', requiresGrad: true });
  const scaled = tensor(logits as number[][], { dtype: 'float64' }).div(t);
  const loss = new nn.CrossEntropyLoss().forward(scaled, tensor(labels as number[], { dtype: 'int32' }));
  loss.backward();
  return { loss: loss.item(), gradient: t.grad!.item() };
}

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  function reliability(probabilities: Rows, labels: Labels, bins: number): Bin[] {
    if (mistake === undefined) return rightBins(probabilities, labels, bins);
    const all = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, accuracy: 0 }));
    for (const [i, row] of probabilities.entries()) {
      const most = Math.max(...row);
      const confidence = is('true-class-confidence') ? row[labels[i]] : most;
      const place = is('edge-up')
        ? Math.min(bins - 1, Math.floor(confidence * bins))
        : Math.max(0, Math.ceil(confidence * bins) - 1);
      all[place].count++;
      all[place].confidence += confidence;
      all[place].accuracy += Number(row[labels[i]] === most);
    }
    if (is('input-changed')) (labels as number[]).sort();
    return all.map(({ count, confidence, accuracy }) => {
      const n = count === 0 && !is('empty-bin-nan') ? 1 : count;
      return { count, confidence: confidence / n, accuracy: accuracy / n };
    });
  }

  function calibrationError(probabilities: Rows, labels: Labels, bins: number): number {
    if (mistake === undefined) {
      const rows = tensor(probabilities as number[][], { dtype: 'float64' });
      return metrics.expectedCalibrationError(rows, labels, { bins });
    }
    let error = 0;
    for (const { count, confidence, accuracy } of reliability(probabilities, labels, bins)) {
      const share = is('bins-count-equally') ? 1 / bins : count / labels.length;
      const gap = accuracy - confidence;
      error += share * (is('signs-cancel') ? gap : is('squared-gap') ? gap ** 2 : Math.abs(gap));
    }
    return error;
  }

  function temperatureLoss(logits: Rows, labels: Labels, t: number): { loss: number; gradient: number } {
    if (is('overflow') && logits.some((row) => row.some((z) => Math.exp(z / t) === Infinity))) {
      // p is Infinity / Infinity for a logit that is too large, and z_y / T stays finite.
      return { loss: Infinity, gradient: Number.NaN };
    }
    // z · T is z / (1/T), and the derivative with respect to T takes the chain rule's factor −1/T².
    const right = rightSlope(logits, labels, is('times-temperature') ? 1 / t : t);
    const mean = (of: (row: readonly number[], i: number) => number): number =>
      logits.reduce((sum, row, i) => sum + of(row, i), 0) / logits.length;
    let { loss, gradient } = right;
    if (is('times-temperature')) gradient *= -1 / t ** 2;
    if (is('slope-of-inverse')) gradient *= -(t ** 2);
    if (is('normalizer-forgotten')) gradient = mean((row, i) => row[labels[i]]) / t ** 2;
    if (is('sign-flipped')) gradient = -gradient;
    if (is('sum-not-mean')) {
      loss *= logits.length;
      gradient *= logits.length;
    }
    if (is('input-changed')) for (const row of logits) (row as number[]).fill(0);
    return { loss, gradient };
  }

  return {
    reliability,
    calibrationError,
    temperatureLoss,
    fitTemperature(logits: Rows, labels: Labels, learningRate: number, steps: number): number {
      let t = 1;
      for (let step = 0; step < steps; step++) {
        const { gradient } = temperatureLoss(logits, labels, is('slope-of-start') ? 1 : t);
        t -= learningRate * gradient;
      }
      return t;
    },
  };
}

/** Confidences of three digits that end in 5 lie on no edge of the bins that are drawn here. */
const offEdges = (draw: Draw, classes: number): number =>
  Number((draw.int(classes === 2 ? 50 : 40, 98) / 100 + 0.005).toFixed(3));
/** Edges of four bins, which are exact in binary. */
const onEdges = (draw: Draw): number => draw.pick([0.75, 1, 0.5]);

/** Pictures whose answers are right two times of three. */
function pictures(
  draw: Draw,
  count: number,
  classes: number,
  confidence: (draw: Draw, classes: number) => number,
): [number[][], number[]] {
  const labels = labelsOf(draw, count, classes);
  const rows = labels.map((label) => {
    const most = confidence(draw, classes);
    const all = [...Array(classes).keys()];
    const answer = draw.int(1, 3) < 3 ? label : draw.pick(all.filter((c) => c !== label));
    const shares = draw.vector(classes, { from: 0.8, to: 1.2, sign: 1 });
    const rest = shares.reduce((sum, share, c) => sum + (c === answer ? 0 : share), 0);
    return shares.map((share, c) => (c === answer ? most : Number((((1 - most) * share) / rest).toFixed(4))));
  });
  return [rows, labels];
}

/** Two equal halves would be a tie: on the edge 0.5 there are three classes at least. */
const BINNED = [
  [1, 3, 1, offEdges],
  [2, 2, 3, offEdges],
  [5, 3, 4, onEdges],
  [6, 4, 5, offEdges],
  [9, 3, 4, onEdges],
  [14, 3, 10, offEdges],
] as const;

const drawBinned = (
  draw: Draw,
  [count, classes, bins, confidence]: (typeof BINNED)[number],
): [number[][], number[], number] => [...pictures(draw, count, classes, confidence), bins];

/** Of all classes; not all of class 1, so that no list is all ones. */
function labelsOf(draw: Draw, count: number, classes: number): number[] {
  const labels = Array.from({ length: count }, () => draw.int(0, classes - 1));
  return count > 1 && labels.every((label) => label === 1) ? [0, ...labels.slice(1)] : labels;
}

export default gradedExercise(entry, model, (kit) => ({
  bins: kit.calls('reliability', { sizes: BINNED, draw: drawBinned }),
  error: kit.calls('calibrationError', { sizes: BINNED, draw: drawBinned }),
  slope: kit.calls('temperatureLoss', {
    sizes: [
      [1, 2, 2],
      [2, 3, 2],
      [3, 4, 3],
      [5, 3, 3],
      [2, 3, 900],
    ],
    draw: (draw, [count, classes, size]) => {
      // Large ones are close to each other, so that no probability is 0.
      const near = size > 100 ? size : 0;
      const logits = draw
        .matrix(count, classes, { to: Math.min(size, 3) })
        .map((row) => row.map((z) => near * 2 + z));
      return [logits, labelsOf(draw, count, classes), draw.value({ from: 0.6, to: 1.9, sign: 1 })];
    },
  }),
  descent: kit.calls('fitTemperature', {
    sizes: [
      [1, 2, 1],
      [3, 4, 2],
      [4, 3, 3],
      [2, 5, 4],
    ],
    draw: (draw, [count, classes, steps]) => [
      draw.matrix(count, classes, { to: 2 }),
      labelsOf(draw, count, classes),
      draw.pick([0.02, 0.03, 0.04]),
      steps,
    ],
  }),
}));
