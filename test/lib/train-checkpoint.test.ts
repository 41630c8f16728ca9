import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, defaultGenerator, interop, nn, optim, tensor, train } from 'backprop-lab';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint, setUp } from './train-child';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'train-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

class Killed extends Error {}

/** Trains, and dies without warning after `killAt` batches. */
async function run(
  options: Partial<train.FitOptions> & { killAt?: number; checkpoint?: train.CheckpointOptions },
) {
  const { killAt, checkpoint, ...fitOptions } = options;
  const { model, ...parts } = setUp();
  const early = new train.EarlyStopping({ patience: 50 });
  let finished = false;
  const history = await train
    .fit(model, {
      ...parts,
      epochs: 2,
      recordEvery: 3,
      clipGradNorm: 1,
      callbacks: [
        early,
        train.checkpoint({ path: folder, every: 1, ...checkpoint }),
        {
          onBatchEnd({ step }) {
            if (step === killAt) throw new Killed();
          },
        },
      ],
      ...fitOptions,
    })
    .then(
      (rows) => {
        finished = true;
        return rows;
      },
      (error) => {
        if (!(error instanceof Killed)) throw error;
        return [];
      },
    );
  return {
    finished,
    weights: fingerprint(model),
    generator: defaultGenerator.getState(),
    // Time is no part of the mathematics.
    history: history.map(({ seconds: _, ...row }) => row),
    optimizer: parts.optimizer.stateDict(),
    schedule: parts.schedule.stateDict(),
    early: [early.best, early.bestStep, early.waited],
  };
}

describe('resume', () => {
  // 8 batches an epoch: within the first, at its end, at the start of the second, just before the end, and at it.
  test.each([1, 3, 8, 9, 15, 16])(
    'a training that died after batch %i ends with the same bits',
    async (killAt) => {
      const expected = await run({ checkpoint: { path: join(folder, 'other') } });
      expect((await run({ killAt })).finished).toBe(false);
      const resumed = await run({ resume: folder });
      expect(resumed).toEqual(expected);
    },
  );

  test('a kill between two checkpoints repeats the batches since the last one', async () => {
    const expected = await run({ checkpoint: { path: join(folder, 'other') } });
    await run({ killAt: 12, checkpoint: { path: folder, every: 5 } });
    expect(readdirSync(folder).filter((name) => name.startsWith('step'))).toEqual([
      'step-000000005.safetensors',
      'step-000000010.safetensors',
    ]);
    expect(await run({ resume: folder })).toEqual(expected);
  });

  test('validating on the training loader itself does not disturb it', async () => {
    const shared = () => {
      const { model, validationData: _, ...parts } = setUp();
      return { model, parts: { ...parts, validationData: parts.trainData } };
    };
    const go = async (killAt: number, resume: boolean): Promise<string> => {
      const { model, parts } = shared();
      const killer: train.Callback = {
        onBatchEnd({ step }) {
          if (step === killAt) throw new Killed();
        },
      };
      const callbacks = [train.checkpoint({ path: folder, every: 1 }), killer];
      const options = { ...parts, epochs: 2, recordEvery: 2, callbacks, ...(resume && { resume: folder }) };
      await train.fit(model, options).catch((error) => expect(error).toBeInstanceOf(Killed));
      return fingerprint(model);
    };
    const expected = await go(-1, false);
    for (const killAt of [4, 8]) {
      rmSync(folder, { recursive: true });
      await go(killAt, false);
      expect(await go(-1, true)).toBe(expected);
    }
  });

  test('more epochs can be added; a finished training is not trained again', async () => {
    const expected = await run({ epochs: 3, recordEvery: 8, checkpoint: { path: join(folder, 'other') } });
    const two = await run({ recordEvery: 8 });
    expect((await run({ recordEvery: 8, resume: folder })).weights).toBe(two.weights);
    expect(await run({ epochs: 3, recordEvery: 8, resume: folder })).toEqual(expected);
  });

  test('a training that was stopped early stays stopped, with its best weights', async () => {
    const stop = { onRecord: (_: unknown, training: train.Training) => training.stop('enough') };
    const go = async (resume: boolean): Promise<[string, number]> => {
      const { model, ...parts } = setUp();
      const callbacks = [new train.EarlyStopping(), stop, train.checkpoint({ path: folder })];
      const history = await train.fit(model, {
        ...parts,
        epochs: 9,
        callbacks,
        ...(resume && { resume: folder }),
      });
      return [fingerprint(model), history.length];
    };
    const first = await go(false);
    expect(first[1]).toBe(1);
    expect(await go(true)).toEqual(first);
  });

  test('a damaged newest file is passed over for the one before it', async () => {
    const expected = await run({ checkpoint: { path: join(folder, 'other') } });
    await run({ killAt: 7 });
    truncateSync(join(folder, 'step-000000007.safetensors'), 1000);
    expect(await run({ resume: folder })).toEqual(expected);
    for (const name of readdirSync(folder))
      if (name.startsWith('step')) writeFileSync(join(folder, name), 'x');
    await expect(run({ resume: folder })).rejects.toThrow(/step-000000016\.safetensors: .*damaged/);
  });

  test('a checkpoint of another training is refused, and nothing has changed', async () => {
    await run({ killAt: 2 });
    const { model, ...parts } = setUp();
    const before = fingerprint(model);
    const dataset = new data.TensorDataset(tensor([[1, 2, 3]]), tensor([[1]]));
    const cases: [Partial<train.FitOptions>, RegExp][] = [
      [{ trainData: new data.DataLoader(dataset) }, /had 8 batches and now has 1/],
      [{ callbacks: [] }, /there were 3 callbacks and now are 0/],
    ];
    for (const [options, message] of cases)
      await expect(train.fit(model, { ...parts, epochs: 2, ...options, resume: folder })).rejects.toThrow(
        message,
      );
    const { schedule: _, validationData: __, ...fewer } = parts;
    await expect(train.fit(model, { ...fewer, epochs: 2, resume: folder })).rejects.toThrow(
      /there was a schedule before; there was other validationData before/,
    );
    expect(fingerprint(model)).toBe(before);
  });

  test('a folder without checkpoints begins at the beginning; one with later ones is not overwritten', async () => {
    const path = join(folder, 'new');
    expect((await run({ resume: path, checkpoint: { path } })).finished).toBe(true);
    await expect(run({ checkpoint: { path } })).rejects.toThrow(
      /holds the checkpoint of step 16.*pass resume/,
    );
  });
});

describe('files', () => {
  test('the newest `keep` and the best are kept, and the model is a state dict', async () => {
    await run({ checkpoint: { path: folder, keep: 3, best: 'validationLoss' } });
    expect(readdirSync(folder).sort()).toEqual([
      'best.safetensors',
      'step-000000014.safetensors',
      'step-000000015.safetensors',
      'step-000000016.safetensors',
    ]);
    const best = train.loadCheckpoint(join(folder, 'best.safetensors')) as unknown as {
      model: nn.StateDict;
      history: train.TrainingRecord[];
    };
    const last = train.loadCheckpoint(join(folder, 'step-000000016.safetensors')) as unknown as typeof best;
    const losses = last.history.map(({ validationLoss }) => validationLoss ?? Number.NaN);
    expect(best.history.at(-1)?.validationLoss).toBe(Math.min(...losses));
    const { model } = setUp();
    expect(() => model.loadStateDict(best.model)).not.toThrow();
    // Any reader of safetensors finds the weights.
    const { tensors } = interop.decodeSafetensors(readFileSync(join(folder, 'best.safetensors')));
    expect(tensors['model.0.weight'].data).toEqual(best.model['0.weight'].data);
  });

  test('temporary files of a killed process are cleared away, others are not touched', async () => {
    const leftover = join(folder, '.step-000000003.safetensors.123.0.tmp');
    const foreign = join(folder, 'notes.txt');
    for (const path of [leftover, foreign]) writeFileSync(path, 'half');
    await run({});
    expect([existsSync(leftover), existsSync(foreign)]).toEqual([false, true]);
  });

  test('errors name the file', () => {
    expect(() => train.loadCheckpoint(join(folder, 'a.safetensors'))).toThrow(
      /there is no file .*a\.safetensors/,
    );
    const weights = join(folder, 'weights.safetensors');
    interop.saveSafetensors(weights, { w: tensor([1]) });
    expect(() => train.loadCheckpoint(weights)).toThrow(/weights\.safetensors.*no plain data/);
    expect(() => train.checkpoint({ path: folder, keep: 0 })).toThrow(/keep is a whole number ≥ 1, got 0/);
  });

  test('an optimizer without a state is refused when it is to be saved', async () => {
    const { model, optimizer, schedule: _, ...parts } = setUp();
    const plain = { zeroGrad: () => optimizer.zeroGrad(), step: () => optimizer.step() };
    await expect(
      train.fit(model, {
        ...parts,
        optimizer: plain,
        epochs: 1,
        callbacks: [train.checkpoint({ path: folder })],
      }),
    ).rejects.toThrow(/optimizer has no stateDict/);
  });
});

describe('packState', () => {
  const key = fc.string({ maxLength: 5 }).filter((name) => !name.startsWith('$') && name !== '__proto__');
  const leaf = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.double({ noNaN: true }), { maxLength: 4 }).map((list) => Float64Array.from(list)),
    fc.array(fc.integer(), { maxLength: 4 }).map((list) => Int32Array.from(list)),
    fc.array(fc.float({ noNaN: true }), { maxLength: 4 }).map((list) => Float32Array.from(list)),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree')),
    ),
  }));

  test('plain data comes back bit for bit', () => {
    fc.assert(
      fc.property(tree, (value) => {
        // A dictionary of fast-check may have no prototype.
        const plain = value as train.Plain;
        const copy = train.unpackState(train.packState({ plain })) as { plain: unknown };
        expect(JSON.stringify(copy.plain)).toBe(JSON.stringify(plain));
        expect(copy).toEqual({ plain });
      }),
      { numRuns: 200 },
    );
  });

  test('keeps NaN, infinities, −0, tensors with their shapes, and names that look like paths', () => {
    const state = {
      numbers: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
      'a.b': tensor([[1, 2]], { dtype: 'float64' }),
      a: { b: new Float32Array([3]) },
      left: undefined,
    };
    const copy = train.unpackState(train.packState(state)) as unknown as typeof state;
    expect(copy.numbers).toEqual(state.numbers);
    expect(Object.is(copy.numbers[3], -0)).toBe(true);
    expect(copy['a.b'].shape).toEqual([1, 2]);
    expect(copy['a.b'].dtype).toBe('float64');
    expect(copy.a.b).toEqual(state.a.b);
    expect(Object.hasOwn(copy, 'left')).toBe(false);
  });

  test('refuses what it could not give back', () => {
    const wrong = (value: unknown) => () => train.packState(value as train.Plain);
    expect(wrong({ a: [new Map()] })).toThrow(/got a Map at 'a\.0'/);
    expect(wrong({ f: () => 1 })).toThrow(/got function at 'f'/);
    expect(wrong({ $tensor: 1 })).toThrow(/must not begin with '\$'/);
    expect(wrong(new optim.SGD([new nn.Parameter(tensor([1]))], { lr: 1 }))).toThrow(/a SGD at ''/);
  });
});
