/** Optimizers against PyTorch, their errors, and training that stops, is stored and goes on. */
import { manualSeed, nn, optim, randn, type Tensor, tensor } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const parameter = (values: number[], dtype: 'float32' | 'float64' = 'float64'): Tensor =>
  tensor(values, { dtype, requiresGrad: true });

type AnyOptimizer = Pick<optim.SGD, 'step' | 'zeroGrad' | 'stateDict' | 'loadStateDict'>;
type Name = 'SGD' | 'Adagrad' | 'RMSprop' | 'Adam' | 'AdamW';
const make = (name: Name, params: Tensor[], options: object): AnyOptimizer =>
  new optim[name](params, options);

// 20 steps on Σ kθ²/2 + sin 3θ from (0.5, −1.2, 2), by PyTorch 2.13.0 in float64.
const PYTORCH: [Name, object, number[]][] = [
  ['SGD', {}, [0.4846243859900157, -1.0519474298661962, 1.9325806056649795]],
  ['SGD', { lr: 0.05 }, [-0.4709844786290554, -0.3578182280480653, 1.5199373393057698]],
  ['SGD', { lr: 0.05, momentum: 0.9 }, [-0.31145692305031614, -0.14097149672252934, 1.6156284039063753]],
  [
    'SGD',
    { lr: 0.05, momentum: 0.9, dampening: 0.3, weightDecay: 0.1 },
    [-0.7250815224073333, -0.30182151071829283, 1.545132491214777],
  ],
  [
    'SGD',
    { lr: 0.05, momentum: 0.8, nesterov: true, weightDecay: 0.02 },
    [-0.46992290203391424, -0.3572292523526299, 1.5165048159202585],
  ],
  ['Adagrad', {}, [0.41438589286287786, -1.124175491144762, 1.9252457589101135]],
  [
    'Adagrad',
    { lr: 0.3, lrDecay: 0.1, weightDecay: 0.05, initialAccumulatorValue: 0.2, eps: 0.001 },
    [-0.46811631489218164, -0.37046254763559655, 1.5117199819670466],
  ],
  ['RMSprop', {}, [-0.33907390389514985, -0.5590434989083483, 1.5395894978993463]],
  [
    'RMSprop',
    { lr: 0.02, alpha: 0.9, eps: 0.001, weightDecay: 0.05 },
    [-0.15990313959486002, -0.6767526489512855, 1.5709362470582835],
  ],
  ['RMSprop', { lr: 0.02, momentum: 0.5 }, [-0.47055208158605305, -0.35756315543653805, 1.5199771095896097]],
  [
    'RMSprop',
    { lr: 0.02, centered: true, momentum: 0.7, alpha: 0.8 },
    [-0.4396740296939156, -0.36386663009269876, 1.516565708845789],
  ],
  ['Adam', {}, [0.47976626219409946, -1.1800006405362404, 1.9800207003431871]],
  [
    'Adam',
    { lr: 0.1, betas: [0.8, 0.95], eps: 0.0001, weightDecay: 0.1 },
    [-0.43226316024368805, -0.30335426653876557, 1.5459889996866634],
  ],
  [
    'Adam',
    { lr: 0.3, betas: [0.5, 0.6], amsgrad: true },
    [-0.4711505549718506, -0.35820008839342005, 1.5202343278497377],
  ],
  ['AdamW', {}, [0.47966718126604907, -1.1797625779631498, 1.97962308165708]],
  [
    'AdamW',
    { lr: 0.1, weightDecay: 0.3, betas: [0.8, 0.95] },
    [-0.41363189728964445, -0.334100159987144, 1.4976181052120083],
  ],
  [
    'AdamW',
    { lr: 0.3, betas: [0.5, 0.6], amsgrad: true },
    [-0.4700566506136457, -0.3566004949151395, 1.5166016802988236],
  ],
];

describe.each(PYTORCH)('%s %o', (name, options, expected) => {
  const steps = (optimizer: AnyOptimizer, theta: Tensor, count: number): void => {
    const k = tensor([1, 4, 0.3], { dtype: theta.dtype });
    for (let i = 0; i < count; i++) {
      optimizer.zeroGrad();
      theta.square().mul(k).sum().div(2).add(theta.mul(3).sin().sum()).backward();
      optimizer.step();
    }
  };
  test('takes the 20 steps that PyTorch takes', () => {
    const theta = parameter([0.5, -1.2, 2]);
    steps(make(name, [theta], options), theta, 20);
    theta.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 13);
    });
    const single = parameter([0.5, -1.2, 2], 'float32');
    steps(make(name, [single], options), single, 20);
    single.data.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-5);
    });
  });
  test.each(['float32', 'float64'] as const)(
    '10 steps, a copy, 10 steps are 20 steps bit for bit in %s',
    (dtype) => {
      const whole = parameter([0.5, -1.2, 2], dtype);
      steps(make(name, [whole], options), whole, 20);

      const first = parameter([0.5, -1.2, 2], dtype);
      const stopped = make(name, [first], options);
      steps(stopped, first, 10);
      const saved = stopped.stateDict();
      const second = parameter([...first.data], dtype);
      // What the first one does afterwards is not in the copy.
      steps(stopped, first, 3);
      const resumed = make(name, [second], { lr: 0.77 });
      if (saved.groups[0].nesterov === true) expect(saved.groups[0].momentum).toBe(0.8);
      resumed.loadStateDict(saved);
      steps(resumed, second, 10);
      expect(second.data).toEqual(whole.data);
    },
  );
});

describe('SGD', () => {
  test('momentum that is switched off leaves the velocity alone', () => {
    const theta = parameter([1]);
    const optimizer = new optim.SGD([theta], { lr: 1, momentum: 0.5, dampening: 0.5 });
    const step = (gradient: number, momentum: number): number => {
      optimizer.groups[0].momentum = momentum;
      theta.grad = tensor([gradient], { dtype: 'float64' });
      optimizer.step();
      return theta.item();
    };
    expect(step(1, 0.5)).toBe(0); // v = 1
    expect(step(2, 0)).toBe(-2); // plain descent, no dampening
    expect(step(1, 0.5)).toBe(-3); // v = 0.5 · 1 + 0.5 · 1
  });
  test('its learning rate is 0.001 unless told otherwise, as in PyTorch', () => {
    expect(new optim.SGD([parameter([1])]).groups[0].lr).toBe(1e-3);
  });
});

test('RMSprop, centered, survives a variance that rounding takes below 0', () => {
  const theta = parameter([0], 'float32');
  const optimizer = new optim.RMSprop([theta], { centered: true, alpha: 0.1, lr: 1e-9 });
  for (let i = 0; i < 50; i++) {
    theta.grad = tensor([0.1234567]);
    optimizer.step();
  }
  expect(Number.isFinite(theta.item())).toBe(true);
});

describe('options', () => {
  const params = (): Tensor[] => [parameter([1, 2])];
  test.each([
    ['SGD', { lr: Number.NaN }, 'SGD: lr must be a number ≥ 0, got NaN'],
    ['SGD', { lr: undefined }, 'SGD: lr must be a number ≥ 0, got undefined'],
    ['SGD', { lr: Number.POSITIVE_INFINITY }, 'got Infinity'],
    ['SGD', { momentum: -0.1 }, 'SGD: momentum must be a number ≥ 0, got -0.1'],
    ['SGD', { dampening: Number.NaN }, 'SGD: dampening must be a number, got NaN'],
    ['SGD', { weightDecay: -1 }, 'SGD: weightDecay must be a number ≥ 0, got -1'],
    [
      'SGD',
      { nesterov: true, momentum: 0.9, dampening: 0.1 },
      'SGD: dampening must be 0 for Nesterov, got 0.1',
    ],
    ['SGD', { learningRate: 1 }, 'SGD: there is no option learningRate; expected lr, momentum, dampening'],
    ['Adagrad', { lrDecay: -1 }, 'Adagrad: lrDecay must be'],
    [
      'Adagrad',
      { initialAccumulatorValue: Number.NaN },
      'Adagrad: initialAccumulatorValue must be a number ≥ 0, got NaN',
    ],
    ['RMSprop', { alpha: 1.1 }, 'RMSprop: alpha must be a number in 0 … 1, got 1.1'],
    ['RMSprop', { eps: -1 }, 'RMSprop: eps must be'],
    ['Adam', { betas: [0.9, Number.NaN] }, 'Adam: betas[1] must be a number in 0 … 1, 1 excluded, got NaN'],
    ['Adam', { betas: 0.9 }, 'Adam: betas must be a pair [β₁, β₂], got 0.9'],
    ['AdamW', { weightDecay: Number.NaN }, 'AdamW: weightDecay must be a number ≥ 0, got NaN'],
  ] satisfies [Name, object, string][])('%s refuses %o', (name, options, message) => {
    expect(() => make(name, params(), options)).toThrow(message);
  });
  test('come from groups first, and are checked in each', () => {
    const [a, b, c] = [parameter([1]), parameter([1]), parameter([1])];
    const optimizer = new optim.Adam([{ params: [a], lr: 0.5, betas: [0.5, 0.9] }, { params: [b] }], {
      eps: 1e-3,
    });
    optimizer.addParamGroup({ params: [c], weightDecay: 0.1 });
    expect(optimizer.groups.map(({ lr, betas, eps, weightDecay }) => [lr, betas, eps, weightDecay])).toEqual([
      [0.5, [0.5, 0.9], 1e-3, 0],
      [1e-3, [0.9, 0.999], 1e-3, 0],
      [1e-3, [0.9, 0.999], 1e-3, 0.1],
    ]);
    expect(() => optimizer.addParamGroup({ params: [parameter([1])], lr: -1 })).toThrow('Adam: lr must be');
    expect(() => optimizer.addParamGroup({ params: [b] })).toThrow('a parameter comes twice');
    expect(optimizer.groups.length).toBe(3);
  });
  test('a model in the place of its parameters is explained', () => {
    const model = new nn.Sequential(new nn.Linear(2, 2));
    expect(() => make('SGD', model as unknown as Tensor[], {})).toThrow('pass model.parameters()');
    expect(() => make('SGD', model.at(0) as unknown as Tensor[], {})).toThrow('pass model.parameters()');
    expect(() => make('SGD', [{ params: [] }] as unknown as Tensor[], {})).toThrow('there are no parameters');
  });
  test('a step is done whole or not at all', () => {
    const [a, b] = [parameter([1]), parameter([1, 2])];
    const optimizer = new optim.SGD([a, b], { lr: 1 });
    a.grad = tensor([1], { dtype: 'float64' });
    b.grad = tensor([1], { dtype: 'float64' });
    expect(() => optimizer.step()).toThrow('SGD: a gradient of shape [1] for a parameter of [2]');
    b.grad = null;
    optimizer.addParamGroup({ params: [parameter([1])] });
    optimizer.groups[1].lr = Number.NaN;
    expect(() => optimizer.step()).toThrow('SGD: lr must be');
    expect(a.item()).toBe(1);
  });
});

describe('stateDict', () => {
  const trained = (): { optimizer: optim.Adam; params: Tensor[] } => {
    const params = [parameter([1, 2]), parameter([3])];
    const optimizer = new optim.Adam([{ params: [params[0]] }, { params: [params[1]], lr: 0.5 }], {
      amsgrad: true,
    });
    params[0].grad = tensor([1, -1], { dtype: 'float64' });
    optimizer.step();
    return { optimizer, params };
  };
  test('is plain data: options, numbers of parameters, and what is remembered', () => {
    const { optimizer } = trained();
    const options = { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: true };
    expect(optimizer.stateDict()).toEqual({
      optimizer: 'Adam',
      groups: [
        { ...options, lr: 1e-3, params: [0] },
        { ...options, lr: 0.5, params: [1] },
      ],
      state: {
        0: {
          step: 1,
          mean: Float64Array.of(1 - 0.9, -(1 - 0.9)),
          meanSquare: Float64Array.of(1 - 0.999, 1 - 0.999),
          largest: Float64Array.of(1 - 0.999, 1 - 0.999),
        },
      },
    });
  });
  test('brings back the learning rate that a schedule had reached', () => {
    const { optimizer } = trained();
    const schedule = new optim.lr.ExponentialLR(optimizer, { gamma: 0.5 });
    schedule.step();
    const other = trained().optimizer;
    other.loadStateDict(optimizer.stateDict());
    expect(other.groups.map((group) => [group.lr, group.initialLr])).toEqual([
      [5e-4, 1e-3],
      [0.25, 0.5],
    ]);
    // A schedule made now starts from the first rates, not from the reached ones.
    expect(new optim.lr.ExponentialLR(other, { gamma: 0.5 }).baseLrs).toEqual([1e-3, 0.5]);
  });
  test('may come with its names in another order', () => {
    const good = trained().optimizer.stateDict();
    const turned = Object.fromEntries(Object.entries(good.state[0]).reverse());
    const { optimizer } = trained();
    optimizer.loadStateDict({ ...good, state: { 0: turned } });
    expect(optimizer.stateDict()).toEqual(good);
  });
  test('refuses what does not fit, and then changes nothing', () => {
    const good = trained().optimizer.stateDict();
    const change = (edit: (state: optim.OptimizerStateDict) => void): optim.OptimizerStateDict => {
      const copy = structuredClone(good);
      edit(copy);
      return copy;
    };
    const cases: [optim.OptimizerStateDict, string][] = [
      [
        change((s) => {
          s.optimizer = 'SGD';
        }),
        'Adam.loadStateDict: this is the state of SGD',
      ],
      [
        change((s) => {
          s.groups.pop();
        }),
        '1 groups do not fit 2',
      ],
      [
        change((s) => {
          s.groups[1].params = [1, 2];
        }),
        'group 1: parameters [1, 2] do not fit [1]',
      ],
      [
        change((s) => {
          delete s.groups[1].eps;
        }),
        'group 1: option eps is missing',
      ],
      [
        change((s) => {
          s.groups[1].momentum = 0;
        }),
        'group 1: there is no option momentum',
      ],
      [
        change((s) => {
          s.groups[1].amsgrad = 1;
        }),
        'group 1: option amsgrad must be boolean, got number',
      ],
      [
        change((s) => {
          s.groups[1].betas = [0.9];
        }),
        'option betas must be a list of 2, got a list of 1',
      ],
      [
        change((s) => {
          s.groups[1].lr = Number.NaN;
        }),
        'Adam: lr must be a number ≥ 0, got NaN',
      ],
      [
        change((s) => {
          s.state[2] = s.state[0];
        }),
        'there is no parameter 2 among 2',
      ],
      [
        change((s) => {
          s.state[1] = s.state[0];
        }),
        'parameter 1: mean must be a typed array of 1 numbers, got one of 2',
      ],
      [
        change((s) => {
          s.state[0] = { step: 1 };
        }),
        'parameter 0: expected step, mean, meanSquare, largest, got step',
      ],
      [
        change((s) => {
          s.state[0].step = null;
        }),
        'parameter 0: step must be a number, got object',
      ],
    ];
    const { optimizer } = trained();
    optimizer.groups[0].lr = 0.125;
    const before = optimizer.stateDict();
    for (const [state, message] of cases) expect(() => optimizer.loadStateDict(state)).toThrow(message);
    expect(optimizer.stateDict()).toEqual(before);
  });
});

test('a model trains on, bit for bit, from the copies of its weights and of its optimizer', () => {
  const build = (): { model: nn.Sequential; optimizer: optim.AdamW } => {
    const model = new nn.Sequential(new nn.Linear(3, 8), new nn.Tanh(), new nn.Linear(8, 1));
    return { model, optimizer: new optim.AdamW(model.parameters(), { lr: 0.05, amsgrad: true }) };
  };
  const x = randn([16, 3]);
  const y = x.sum(1, true).sin();
  const run = ({ model, optimizer }: ReturnType<typeof build>, count: number): void => {
    for (let i = 0; i < count; i++) {
      optimizer.zeroGrad();
      new nn.MSELoss().forward(model.forward(x), y).backward();
      optimizer.step();
    }
  };
  manualSeed(4);
  const whole = build();
  run(whole, 20);
  manualSeed(4);
  const first = build();
  run(first, 10);
  const second = build();
  second.model.loadStateDict(first.model.stateDict());
  second.optimizer.loadStateDict(first.optimizer.stateDict());
  run(second, 10);
  for (const [name, value] of Object.entries(whole.model.stateDict())) {
    expect(second.model.stateDict()[name].data).toEqual(value.data);
  }
});
