// Answers sorted by confidence and cut into bins; the gradient through every logit, dL/dz' · dz'/dT.

export type Rows = readonly (readonly number[])[];
type Labels = readonly number[];

export interface Bin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Slope {
  readonly loss: number;
  readonly gradient: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export const reliability = (probabilities: Rows, labels: Labels, bins: number): Bin[] => {
  const waiting = probabilities
    .map((row, i) => {
      const [confidence, answer] = row.map((p, c) => [p, c]).sort(([p], [q]) => q - p)[0];
      return { confidence, right: answer === labels[i] };
    })
    .sort((a, b) => a.confidence - b.confidence);
  const all: Bin[] = [];
  for (let m = 1; m <= bins; m++) {
    const next = waiting.findIndex(({ confidence }) => confidence > m / bins);
    const own = waiting.splice(0, next === -1 ? waiting.length : next);
    const count = own.length;
    const share = (total: number): number => (count > 0 ? total / count : 0);
    all.push({
      count,
      confidence: share(sum(own.map(({ confidence }) => confidence))),
      accuracy: share(own.filter(({ right }) => right).length),
    });
  }
  return all;
};

export const calibrationError = (probabilities: Rows, labels: Labels, bins: number): number =>
  sum(
    reliability(probabilities, labels, bins).map(
      ({ count, accuracy, confidence }) => (count * Math.abs(confidence - accuracy)) / probabilities.length,
    ),
  );

export const temperatureLoss = (logits: Rows, labels: Labels, temperature: number): Slope => {
  let [loss, gradient] = [0, 0];
  const n = logits.length;
  logits.forEach((row, i) => {
    const top = Math.max(...row);
    const u = row.map((z) => (z - top) / temperature);
    const total = sum(u.map(Math.exp));
    loss += (Math.log(total) - u[labels[i]]) / n;
    // dL/du = (p − 1[c = y]) / n and du/dT = −u / T
    u.forEach((value, c) => {
      const p = Math.exp(value) / total;
      gradient += ((p - Number(c === labels[i])) / n) * (-value / temperature);
    });
  });
  return { loss, gradient };
};

export const fitTemperature = (logits: Rows, labels: Labels, learningRate: number, steps: number): number => {
  let t = 1;
  let left = steps;
  while (left-- > 0) t = t - temperatureLoss(logits, labels, t).gradient * learningRate;
  return t;
};
