/** Schedules against PyTorch 2.13.0: the rates of two groups, 0.1 and 0.02, epoch by epoch. */
import { optim, tensor } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const { lr } = optim;
const one = () => tensor([0], { dtype: 'float64', requiresGrad: true });
const sgd = (momentum = 0) =>
  new optim.SGD([{ params: [one()] }, { params: [one()], lr: 0.02 }], { lr: 0.1, momentum });

type Schedule = optim.lr.LRScheduler;

/** The values of a list, to 12 digits. */
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], 12);
}

/** The rates of both groups before each of the steps. */
function rates(optimizer: optim.lr.Scheduled, schedule: Schedule, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => {
    if (i > 0) schedule.step();
    expect(schedule.lastEpoch).toBe(i);
    expect(schedule.lastLr).toEqual(optimizer.groups.map((group) => group.lr));
    return optimizer.groups.map((group) => group.lr);
  });
}

// Factors of the first rate; PyTorch's numbers for the second group are the same factors unless given.
const FACTORS: [string, (optimizer: optim.SGD) => Schedule, number[]][] = [
  ['StepLR', (o) => new lr.StepLR(o, { stepSize: 3, gamma: 0.5 }), [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]],
  [
    'MultiStepLR',
    (o) => new lr.MultiStepLR(o, { milestones: [2, 5, 5] }),
    [1, 1, 0.1, 0.1, 0.1, 1e-3, 1e-3, 1e-3],
  ],
  ['ExponentialLR', (o) => new lr.ExponentialLR(o, { gamma: 0.9 }), [1, 0.9, 0.81, 0.729, 0.6561]],
  ['LinearLR', (o) => new lr.LinearLR(o), [1 / 3, 7 / 15, 0.6, 11 / 15, 13 / 15, 1, 1, 1]],
  [
    'LinearLR down',
    (o) => new lr.LinearLR(o, { startFactor: 0.25, endFactor: 0.5, totalIters: 3 }),
    [0.25, 1 / 3, 5 / 12, 0.5, 0.5, 0.5],
  ],
  ['LinearWarmup', (o) => new lr.LinearWarmup(o, { steps: 4 }), [0.25, 0.5, 0.75, 1, 1, 1, 1]],
  ['LinearWarmup of one step', (o) => new lr.LinearWarmup(o, { steps: 1 }), [1, 1]],
  ['ConstantLR', (o) => new lr.ConstantLR(o), [1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1, 1]],
  [
    'SequentialLR',
    (o) =>
      new lr.SequentialLR(
        o,
        [
          new lr.LinearLR(o, { startFactor: 0.1, totalIters: 4 }),
          new lr.CosineAnnealingLR(o, { tMax: 5 }),
          new lr.ExponentialLR(o, { gamma: 0.5 }),
        ],
        { milestones: [4, 9] },
      ),
    [
      0.1, 0.325, 0.55, 0.775, 1, 0.9045084971874738, 0.6545084971874737, 0.3454915028125263,
      0.09549150281252633, 1, 0.5, 0.25, 0.125,
    ],
  ],
];

test.each(FACTORS)('%s', (_name, make, factors) => {
  const optimizer = sgd();
  const found = rates(optimizer, make(optimizer), factors.length);
  expectClose(
    found.map(([first]) => first),
    factors.map((factor) => 0.1 * factor),
  );
  expectClose(
    found.map(([, second]) => second),
    factors.map((factor) => 0.02 * factor),
  );
});

test('CosineAnnealingLR falls to etaMin at tMax and rises again', () => {
  const optimizer = sgd();
  const found = rates(optimizer, new lr.CosineAnnealingLR(optimizer, { tMax: 4, etaMin: 0.01 }), 11);
  expectClose(
    found.map(([first]) => first),
    [
      0.1, 0.08681980515339464, 0.055, 0.023180194846605363, 0.01, 0.023180194846605363, 0.055,
      0.08681980515339469, 0.1, 0.0868198051533947, 0.055,
    ],
  );
  expectClose(
    found.slice(0, 5).map(([, second]) => second),
    [0.02, 0.01853553390593274, 0.015, 0.011464466094067262, 0.01],
  );
});

test('LambdaLR multiplies each group by its own function', () => {
  const optimizer = sgd();
  const schedule = new lr.LambdaLR(optimizer, [(t) => 1 / (1 + t), (t) => 0.5 ** t]);
  expect(rates(optimizer, schedule, 3)).toEqual([
    [0.1, 0.02],
    [0.05, 0.01],
    [0.1 * (1 / 3), 0.005],
  ]);
});

describe('OneCycleLR', () => {
  const CYCLES: [object, number[], number[]][] = [
    [
      {},
      [
        0.02, 0.26, 0.5, 0.47524231600673683, 0.40587282697488153, 0.30563101096814466, 0.19437098903185537,
        0.09412917302511849, 0.024759683993263143, 2e-6, 0.024759683993263115,
      ],
      [
        0.95, 0.9, 0.85, 0.854951556604879, 0.8688255099070633, 0.8888739533021842, 0.9111260466978157,
        0.9311744900929366, 0.945048443395121, 0.95, 0.945048443395121,
      ],
    ],
    [
      { threePhase: true },
      [
        0.02, 0.26, 0.5, 0.26, 0.02, 0.0180903609267551, 0.0130908609267551, 0.0069111390732449025,
        0.0019116390732449018, 2e-6, 0.0019116390732448996,
      ],
      [0.95, 0.9, 0.85, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95],
    ],
    [
      { annealStrategy: 'linear' },
      [
        0.02, 0.26, 0.5, 0.4285717142857143, 0.35714342857142856, 0.28571514285714283, 0.21428685714285717,
        0.14285857142857145, 0.07143028571428572, 2e-6, -0.07142628571428566,
      ],
      [
        0.95, 0.9, 0.85, 0.8642857142857142, 0.8785714285714286, 0.8928571428571428, 0.9071428571428571,
        0.9214285714285714, 0.9357142857142857, 0.95, 0.9642857142857142,
      ],
    ],
    [
      { annealStrategy: 'linear', threePhase: true },
      [0.02, 0.26, 0.5, 0.26, 0.02, 0.0160004, 0.0120008, 0.0080012, 0.0040016, 2e-6, -0.0039976],
      [0.95, 0.9, 0.85, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95],
    ],
  ];
  test.each(CYCLES)('%o', (options, expectedRates, momenta) => {
    const optimizer = sgd(0.9);
    const schedule = new lr.OneCycleLR(optimizer, { maxLr: [0.5, 0.2], totalSteps: 10, ...options });
    const found = expectedRates.map((_, i) => {
      if (i > 0) schedule.step();
      return optimizer.groups.map((group) => [group.lr, group.momentum]);
    });
    expectClose(
      found.map(([first]) => first[0]),
      expectedRates,
    );
    expectClose(
      found.map(([, second]) => second[0]),
      expectedRates.map((rate) => rate * 0.4),
    );
    expectClose(
      found.map(([first]) => first[1]),
      momenta,
    );
    expect(() => schedule.step()).toThrow('OneCycleLR: step 11 is beyond the 10 of the cycle');
    expect(schedule.lastEpoch).toBe(10);
  });
  test("moves Adam's first beta, and leaves the second", () => {
    const optimizer = new optim.Adam([one()], { betas: [0.9, 0.95] });
    const schedule = new lr.OneCycleLR(optimizer, {
      ...{ maxLr: 0.5, epochs: 3, stepsPerEpoch: 2, pctStart: 0.5 },
      ...{ baseMomentum: 0.7, maxMomentum: 0.9, divFactor: 10, finalDivFactor: 100 },
    });
    expectClose(
      rates(optimizer, schedule, 3).map(([rate]) => rate),
      [0.05, 0.275, 0.5],
    );
    expect(optimizer.groups[0].betas[0]).toBeCloseTo(0.7, 14);
    expect(optimizer.groups[0].betas[1]).toBe(0.95);
    schedule.step();
    expect(optimizer.groups[0].lr).toBeCloseTo(0.375125, 12);
    expect(optimizer.groups[0].betas[0]).toBeCloseTo(0.75, 12);
  });
  test('leaves the momentum alone when told so, and refuses where there is none', () => {
    const optimizer = sgd(0.6);
    new lr.OneCycleLR(optimizer, { maxLr: 0.5, totalSteps: 4, cycleMomentum: false });
    expect(optimizer.groups[0].momentum).toBe(0.6);
    const without = new optim.Adagrad([one()]);
    expect(() => new lr.OneCycleLR(without, { maxLr: 1, totalSteps: 4 })).toThrow(
      'neither momentum nor betas to cycle; pass { cycleMomentum: false }',
    );
  });
  test('a rise of one step starts at the top, where PyTorch divides by zero', () => {
    const schedule = new lr.OneCycleLR(sgd(), { maxLr: 0.5, totalSteps: 10, pctStart: 0.1 });
    expect(schedule.lastLr).toEqual([0.5, 0.5]);
  });
});

describe('ReduceLROnPlateau', () => {
  const METRICS = [1, 0.9, 0.95, 0.91, 0.92, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, Number.NaN, 0.49999, 0.1];
  // How often the rate of the first group has been reduced after each metric, by PyTorch.
  const CASES: [optim.lr.ReduceLROnPlateauOptions, number[]][] = [
    [{ patience: 1, factor: 0.5 }, [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
    [{ patience: 1, factor: 0.5, cooldown: 2, minLr: 0.01 }, [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]],
    [
      { mode: 'max', patience: 2, threshold: 0.05, thresholdMode: 'abs' },
      [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4],
    ],
    [{ patience: 0, threshold: 0.3, factor: 0.9 }, [0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]],
    [
      { mode: 'max', patience: 0, threshold: 0.5, factor: 0.9 },
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
    ],
  ];
  test.each(CASES)('%o', (options, reductions) => {
    const optimizer = sgd();
    const schedule = new lr.ReduceLROnPlateau(optimizer, options);
    const { factor = 0.1 } = options;
    for (const [i, metric] of METRICS.entries()) {
      schedule.step(metric);
      expect(optimizer.groups[0].lr).toBeCloseTo(0.1 * factor ** reductions[i], 14);
      expect(optimizer.groups[1].lr).toBeCloseTo(
        Math.max(0.02 * factor ** reductions[i], (options.minLr as number | undefined) ?? 0),
        14,
      );
      expect(schedule.lastLr).toEqual(optimizer.groups.map((group) => group.lr));
    }
    expect(schedule.lastEpoch).toBe(METRICS.length);
  });
  test('takes a loss as it is, and refuses a forgotten one', () => {
    const schedule = new lr.ReduceLROnPlateau(sgd());
    schedule.step(tensor(0.25));
    expect(schedule.stateDict().best).toBe(0.25);
    expect(() => schedule.step(undefined as unknown as number)).toThrow('step() needs the metric');
    expect(schedule.lastEpoch).toBe(1);
  });
  test('a reduction below eps is not made', () => {
    const optimizer = sgd();
    const schedule = new lr.ReduceLROnPlateau(optimizer, { patience: 0, eps: 0.05 });
    for (const metric of [1, 1]) schedule.step(metric);
    expect(optimizer.groups.map((group) => group.lr)).toEqual([0.1 * 0.1, 0.02]);
  });
});

describe('a schedule', () => {
  test('goes on from its copy, through JSON too, in an optimizer that is new', () => {
    const make = (): [optim.SGD, Schedule] => {
      const optimizer = sgd();
      const warm = new lr.LinearWarmup(optimizer, { steps: 3 });
      const cosine = new lr.CosineAnnealingLR(optimizer, { tMax: 7 });
      return [optimizer, new lr.SequentialLR(optimizer, [warm, cosine], { milestones: [3] })];
    };
    const [, whole] = make();
    const [, stopped] = make();
    for (let i = 0; i < 8; i++) whole.step();
    for (let i = 0; i < 4; i++) stopped.step();
    const state = JSON.parse(JSON.stringify(stopped.stateDict()));
    expect(state).toEqual({ schedule: 'SequentialLR', lastEpoch: 4, baseLrs: [0.1, 0.02] });
    const [optimizer, resumed] = make();
    resumed.loadStateDict(state);
    expect(optimizer.groups.map((group) => group.lr)).toEqual(stopped.lastLr);
    for (let i = 0; i < 4; i++) resumed.step();
    expect(resumed.lastLr).toEqual(whole.lastLr);
  });
  test('so does ReduceLROnPlateau, in the middle of its patience', () => {
    const make = () => new lr.ReduceLROnPlateau(sgd(), { patience: 1, cooldown: 1 });
    const [whole, stopped, resumed] = [make(), make(), make()];
    for (const metric of [1, 1, 1, 1, 1, 1, 1]) whole.step(metric);
    for (const metric of [1, 1]) stopped.step(metric);
    resumed.loadStateDict(JSON.parse(JSON.stringify(stopped.stateDict())));
    for (const metric of [1, 1, 1, 1, 1]) resumed.step(metric);
    expect(resumed.lastLr).toEqual(whole.lastLr);
    expect(whole.lastLr[0]).toBeCloseTo(0.001, 14);
    expect(resumed.stateDict()).toEqual(whole.stateDict());
  });
  test('refuses the state of another kind or of other groups', () => {
    const schedule = new lr.StepLR(sgd(), { stepSize: 2 });
    const state = schedule.stateDict();
    expect(() => schedule.loadStateDict({ ...state, schedule: 'LinearLR' })).toThrow(
      'StepLR.loadStateDict: this is the state of LinearLR',
    );
    expect(() => schedule.loadStateDict({ ...state, baseLrs: [1] })).toThrow(
      'rates of 1 groups do not fit 2',
    );
    expect(() => schedule.loadStateDict({ ...state, lastEpoch: -1 })).toThrow('lastEpoch must be');
    const plateau = new lr.ReduceLROnPlateau(sgd());
    expect(() => plateau.loadStateDict({ ...plateau.stateDict(), badEpochs: 0.5 })).toThrow(
      'badEpochs must be',
    );
  });
  test('starts from the first rates, though another schedule came before it', () => {
    const optimizer = sgd();
    const first = new lr.ExponentialLR(optimizer, { gamma: 0.5 });
    first.step();
    expect(new lr.StepLR(optimizer, { stepSize: 10 }).lastLr).toEqual([0.1, 0.02]);
  });
  test('tells its rates before training', () => {
    const schedule = new lr.StepLR(sgd(), { stepSize: 2, gamma: 0.5 });
    expect([0, 1, 2, 3, 4].map((epoch) => schedule.at(epoch, 1))).toEqual([0.02, 0.02, 0.01, 0.01, 0.005]);
    expect(schedule.lastEpoch).toBe(0);
  });
  test('notices a group that came after it', () => {
    const optimizer = sgd();
    const schedule = new lr.StepLR(optimizer, { stepSize: 2 });
    const plateau = new lr.ReduceLROnPlateau(optimizer);
    optimizer.addParamGroup({ params: [one()] });
    expect(() => schedule.step()).toThrow('the optimizer has 3 groups, and had 2 when the schedule was made');
    expect(() => plateau.step(1)).toThrow('the optimizer has 3 groups');
  });
  test.each<[string, (o: optim.SGD) => unknown]>([
    ['StepLR: stepSize must be a whole number ≥ 1, got 0', (o) => new lr.StepLR(o, { stepSize: 0 })],
    [
      'StepLR: gamma must be a number ≥ 0, got NaN',
      (o) => new lr.StepLR(o, { stepSize: 1, gamma: Number.NaN }),
    ],
    ['MultiStepLR: milestones must grow, got 3, 2', (o) => new lr.MultiStepLR(o, { milestones: [3, 2] })],
    ['ExponentialLR: gamma must be', (o) => new lr.ExponentialLR(o, { gamma: -1 })],
    ['CosineAnnealingLR: tMax must be', (o) => new lr.CosineAnnealingLR(o, { tMax: Number.NaN })],
    ['ConstantLR: factor must be at most 1, got 2', (o) => new lr.ConstantLR(o, { factor: 2 })],
    ['LinearLR: startFactor must be above 0', (o) => new lr.LinearLR(o, { startFactor: 0 })],
    ['LinearLR: endFactor must be at most 1', (o) => new lr.LinearLR(o, { endFactor: 1.5 })],
    ['LinearWarmup: steps must be', (o) => new lr.LinearWarmup(o, { steps: 0 })],
    ['LambdaLR: 1 functions for 2 groups', (o) => new lr.LambdaLR(o, [() => 1])],
    [
      'LambdaLR: the factor of epoch 0 must be a number ≥ 0, got NaN',
      (o) => new lr.LambdaLR(o, () => Number.NaN),
    ],
    ['SequentialLR: 0 schedules need 0 milestones', (o) => new lr.SequentialLR(o, [], { milestones: [] })],
    [
      'SequentialLR: 1 schedules need 0 milestones, got 1',
      (o) => new lr.SequentialLR(o, [new lr.StepLR(o, { stepSize: 2 })], { milestones: [1] }),
    ],
    [
      'schedule 0 belongs to another optimizer',
      (o) => new lr.SequentialLR(o, [new lr.ConstantLR(sgd())], { milestones: [] }),
    ],
    [
      'ReduceLROnPlateau cannot be joined',
      (o) => new lr.SequentialLR(o, [new lr.ReduceLROnPlateau(o) as unknown as Schedule], { milestones: [] }),
    ],
    [
      'OneCycleLR: expected totalSteps, or epochs and stepsPerEpoch',
      (o) => new lr.OneCycleLR(o, { maxLr: 1 }),
    ],
    [
      'OneCycleLR: maxLr must be a number, or one for each of 2 groups',
      (o) => new lr.OneCycleLR(o, { maxLr: [1], totalSteps: 5 }),
    ],
    [
      'OneCycleLR: pctStart must be at most 1',
      (o) => new lr.OneCycleLR(o, { maxLr: 1, totalSteps: 5, pctStart: 2 }),
    ],
    [
      'OneCycleLR: divFactor must be above 0',
      (o) => new lr.OneCycleLR(o, { maxLr: 1, totalSteps: 5, divFactor: 0 }),
    ],
    ['ReduceLROnPlateau: factor must be below 1, got 1', (o) => new lr.ReduceLROnPlateau(o, { factor: 1 })],
    ['ReduceLROnPlateau: patience must be', (o) => new lr.ReduceLROnPlateau(o, { patience: -1 })],
    ['ReduceLROnPlateau: 1 rates minLr for 2 groups', (o) => new lr.ReduceLROnPlateau(o, { minLr: [0] })],
  ])('refuses: %s', (message, make) => {
    const optimizer = sgd();
    expect(() => make(optimizer)).toThrow(message);
    expect(optimizer.groups.map((group) => group.lr)).toEqual([0.1, 0.02]);
  });
});
