/** One chart of each kind, as the notebooks make them, for the tests and for looking at them. */
import { data, Generator, nn, plot, tensor, Value } from 'backprop-lab';

const random = new Generator(7);
const times = <T>(count: number, f: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => f(i));

const moons = times(120, (i) => {
  const angle = Math.PI * random.random();
  const upper = i % 2 === 0;
  return [
    (upper ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.12 * random.normal(),
    (upper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.12 * random.normal(),
  ];
});
const moonLabels = times(120, (i) => i % 2);
const three = times(90, (i) => [
  Math.cos(i % 3) * 2 + 0.5 * random.normal(),
  Math.sin((i % 3) * 2) * 2 + 0.5 * random.normal(),
]);

const scene = (() => {
  const [height, width] = [64, 96];
  const pixels = times(3, (channel) =>
    times(height, (y) =>
      times(width, (x) => {
        if (x > 20 && x < 44 && y > 34 && y < 50) return [0.8, 0.1, 0.1][channel];
        if (x > 70 && x < 80 && y > 4 && y < 14) return [0.9, 0.8, 0.1][channel];
        return y < 28 ? [0.6, 0.8, 1 - y / 200][channel] : [0.35, 0.36, 0.38][channel];
      }),
    ),
  );
  return tensor(pixels);
})();

const decays = (layers: readonly string[]) =>
  times(6, (k) =>
    layers.map((layer, i) => ({ layer, step: 10 * k + 1, epoch: k / 3, norm: 10 ** (-i - k / 5) })),
  ).flat();

const descent = (name: string, lr: number, momentum: number) => {
  const points: [number, number][] = [[-1.6, 2.2]];
  let velocity = [0, 0];
  for (let i = 0; i < 40; i++) {
    const [x, y] = points[points.length - 1];
    velocity = [momentum * velocity[0] - lr * x, momentum * velocity[1] - lr * 12 * y];
    points.push([x + velocity[0], y + velocity[1]]);
  }
  return { name, points };
};

const rate =
  (n: number) =>
  (i: number): number =>
    i / (n - 1);
const trials = times(6, (i) => ({
  number: i + 1,
  params: { lr: 10 ** (-1 - i / 3), hidden: 8 * (i + 1), optimizer: i % 2 === 0 ? 'Adam' : 'SGD' },
  score: i === 5 ? null : 0.21 + 0.05 * i,
  budget: 3,
  seconds: 1.5,
  ...(i === 5 && { error: 'the loss is NaN' }),
}));
const layers = ['0 (Linear)', '2 (Linear)', '4 (Linear)', '6 (Linear)'];

const expression = (): Value => {
  const [x, w] = [new Value(2).named('x'), new Value(-3).named('w')];
  const y = x.mul(w).tanh();
  y.backward();
  return y;
};

export const charts: Record<string, () => plot.Chart> = {
  tangent: () =>
    plot.tangent(
      (x) => x * x,
      (x) => 2 * x,
      { domain: [-3, 3], start: 1 },
    ),
  graph: () => plot.graph(expression()),
  images: () =>
    plot.images(tensor(times(3, (i) => times(8, (y) => times(8, (x) => Number((x + y) % (i + 2) === 0)))))),
  lossCurves: () =>
    plot.lossCurves(
      times(12, (i) => ({
        step: 10 * (i + 1),
        epoch: i + 1,
        seconds: i,
        trainLoss: 2.3 * 0.75 ** i + 0.05,
        validationLoss: 2.3 * 0.8 ** i + 0.1 + 0.01 * i,
      })),
    ),
  learningRateFinder: () =>
    plot.learningRateFinder({
      points: times(80, (i) => {
        const lr = 1e-6 * 10 ** (i / 12);
        const smoothed = 0.4 + 1.9 / (1 + (lr / 2e-3) ** 1.2) + (lr > 0.3 ? (lr - 0.3) * 0.6 : 0);
        return { lr, smoothed, loss: smoothed + 0.1 * random.normal() };
      }),
      suggestion: 1.7e-3,
      diverged: true,
    }),
  decisionBoundary: () =>
    plot.decisionBoundary(
      (x) => {
        const [a, b] = [x.slice([], [0, 1]), x.slice([], [1, 2])];
        return b.sub(0.25).sub(a.mul(3).sub(1.5).sin().neg().mul(0.55)).mul(-6);
      },
      new data.TensorDataset(tensor(moons), tensor(moonLabels, { dtype: 'int32' })),
      { classNames: ['upper moon', 'lower moon'] },
    ),
  decisionBoundaryOfThree: () => {
    const layer = new nn.Linear(2, 3);
    layer.weight.data.set([2, 0.5, -1, 2, -1, -2]);
    return plot.decisionBoundary(
      layer,
      new data.TensorDataset(
        tensor(three),
        tensor(
          times(90, (i) => i % 3),
          { dtype: 'int32' },
        ),
      ),
      { featureNames: ['bill length (cm)', 'flipper length (cm)'], title: 'Three species' },
    );
  },
  histograms: () =>
    plot.histograms(
      Object.fromEntries(layers.map((layer, i) => [layer, times(400, () => random.normal() * 0.5 ** i)])),
    ),
  histogramsOfGradients: () =>
    plot.histograms(
      {
        '0 (Linear)': times(300, () => random.normal() * 1e-3),
        '2 (Linear)': [...times(99, () => random.normal()), Number.NaN],
      },
      { of: 'gradients', sharedAxis: false },
    ),
  gradientFlow: () => plot.gradientFlow([...decays(layers), { layer: '8 (Linear)', norm: 0 }]),
  overSteps: () => plot.overSteps(decays(layers), 'norm', { log: true, axisTitle: 'gradient norm ‖∂L/∂θ‖' }),
  confusionMatrix: () =>
    plot.confusionMatrix({
      matrix: [
        [50, 2, 1],
        [6, 41, 3],
        [0, 5, 44],
      ],
      classes: ['car', 'pedestrian', 'traffic sign'],
    }),
  confusionMatrixOfTen: () =>
    plot.confusionMatrix({
      matrix: times(10, (i) => times(10, (j) => (i === j ? 950 + i : (i * 7 + j * 3) % 11))),
      classes: times(10, (i) => i),
    }),
  rocCurve: () =>
    plot.rocCurve({
      'two layers': times(30, rate(30)).map((t) => ({ fpr: t ** 2, tpr: t ** 0.4, threshold: 1 - t })),
      logistic: times(30, rate(30)).map((t) => ({ fpr: t ** 1.3, tpr: t ** 0.7, threshold: 1 - t })),
    }),
  rocCurveAlone: () =>
    plot.rocCurve(times(30, rate(30)).map((t) => ({ fpr: t ** 2, tpr: t ** 0.4, threshold: 1 - t }))),
  prCurve: () =>
    plot.prCurve(
      times(30, rate(30)).map((t) => ({ recall: t, precision: 1 - 0.6 * t ** 3, threshold: 1 - t })),
      { prevalence: 0.37 },
    ),
  calibration: () =>
    plot.calibration({
      before: times(10, (i) => ({
        predicted: (i + 0.5) / 10,
        observed: ((i + 0.5) / 10) ** 1.8,
        count: 20 + i,
      })),
      after: times(10, (i) => ({ predicted: (i + 0.5) / 10, observed: (i + 0.7) / 10.4, count: 20 + i })),
    }),
  filters: () =>
    plot.filters(tensor(times(8, () => times(1, () => times(5, () => times(5, () => random.normal())))))),
  filtersOfAllChannels: () =>
    plot.filters(tensor(times(4, () => times(3, () => times(3, () => times(3, () => random.normal()))))), {
      channel: 'all',
    }),
  latentScatter: () =>
    plot.latentScatter(
      tensor(
        times(300, (i) => [
          2 * Math.cos(i % 10) + 0.25 * random.normal(),
          2 * Math.sin((i % 10) * 1.7) + 0.25 * random.normal(),
        ]),
      ),
      { labels: times(300, (i) => i % 10), captions: times(300, (i) => `digit ${i}`) },
    ),
  detections: () =>
    plot.detections(scene, [
      { x: 21, y: 35, width: 23, height: 15, label: 'car', score: 0.93 },
      { x: 20, y: 33, width: 25, height: 18, label: 'car', truth: true },
      { x: 70, y: 4, width: 11, height: 11, label: 'traffic sign', score: 0.71 },
    ]),
  lossSurface: () =>
    plot.lossSurface((x, y) => 0.5 * (x * x + 12 * y * y), {
      domain: { x: [-2, 2], y: [-2.5, 2.5] },
      paths: [descent('SGD', 0.14, 0), descent('momentum', 0.02, 0.85), descent('small steps', 0.02, 0)],
    }),
  attentionMap: () =>
    plot.attentionMap(
      times(6, (i) => times(9, (j) => (Math.abs(i * 1.5 - j) < 1 ? 0.6 : 0.4 / 7))),
      { source: ['5', ' ', 'M', 'a', 'y', ' ', '2', '0', '4'], target: ['٥', ' ', 'مايو', ' ', '٢', '٠'] },
    ),
  attentionMapFromRight: () =>
    plot.attentionMap(
      times(4, (i) => times(4, (j) => (i === j ? 0.85 : 0.05))),
      {
        source: ['كتب', 'الطالب', 'الدرس', '.'],
        target: ['the', 'student', 'wrote', '.'],
        sourceRightToLeft: true,
      },
    ),
  series: () =>
    plot.series(
      times(96, (i) => ({
        time: `${1990 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}`,
        value: 354 + i / 8 + 3 * Math.sin((i / 6) * Math.PI),
      })),
      {
        valueTitle: 'CO₂ (ppm)',
        timeTitle: 'month',
        forecast: times(12, (i) => {
          const value = 366 + i / 8 + 3 * Math.sin((i / 6) * Math.PI);
          return {
            time: `1998-${String(1 + i).padStart(2, '0')}`,
            value,
            low: value - 0.3 * i,
            high: value + 0.3 * i,
          };
        }),
      },
    ),
  seriesOfNumbers: () =>
    plot.series(
      times(50, (i) => ({ time: i, value: Math.sin(i / 5) })),
      { valueTitle: 'voltage (V)', timeTitle: 'time (s)' },
    ),
  searchResults: () => plot.searchResults({ trials, mode: 'min' }, { scoreTitle: 'validation loss (nats)' }),
};
