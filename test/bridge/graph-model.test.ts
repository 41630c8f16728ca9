import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interop, nn, optim, randn, type Tensor, zeros } from 'backprop-lab';
import { describe, expect, test } from 'vitest';
import { examples } from '../../tools/bridge/examples';

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
const flat = (result: Tensor | Tensor[]): number[] => [result].flat().flatMap((tensor) => [...tensor.data]);

describe('a model from its description', () => {
  test.each(examples())('the $name is saved and comes back', ({ name, model, inputs }) => {
    const file = join(folder, `${name}.safetensors`);
    interop.saveModel(file, model);
    const again = interop.loadModel(file);
    expect(again.description).toEqual(model.description);
    expect(again.training).toBe(false);
    expect(flat(again.forward(...inputs))).toEqual(flat(model.forward(...inputs)));
    expect(Object.keys(again.stateDict())).toEqual(Object.keys(model.stateDict()));
  });

  test('computes what the chain computes, with the same names, and trains with it', () => {
    const chain = new nn.Sequential(
      new nn.Linear(3, 5),
      new nn.Sequential(new nn.Tanh(), new nn.Linear(5, 2)),
    );
    const model = interop.describe(chain, [3]);
    const x = randn([4, 3]);
    expect(flat(model.forward(x))).toEqual([...chain.forward(x).data]);
    expect(Object.keys(model.stateDict())).toEqual(Object.keys(chain.stateDict()));
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const lossOf = (): Tensor => (model.forward(x) as Tensor).square().mean();
    const before = lossOf().item();
    lossOf().backward();
    optimizer.step();
    expect(lossOf().item()).toBeLessThan(before);
    expect(flat(model.forward(x))).toEqual([...chain.forward(x).data]);
  });

  test('says which input does not fit, and which value is missing', () => {
    const model = interop.describe(new nn.Sequential(new nn.Linear(3, 5)), [3], { name: 'Small' });
    expect(() => model.forward(randn([4, 2]))).toThrow(
      "Small: expected the input 'x' as float32 [batch, 3], got float32 [4, 2]",
    );
    expect(() => model.forward()).toThrow('got nothing');
    expect(() => model.forward(zeros([2, 3], { dtype: 'int32' }))).toThrow('got int32 [2, 3]');
    const g = new interop.GraphBuilder('Broken');
    const gru = g.recurrent('gru', new nn.GRU(3, 2, { batchFirst: true }), g.input('x', [4, 3]));
    expect(() => g.build(gru.c)).toThrow("Broken: the output needs 'gru_c', which no step before it gives");
  });

  test('refuses names that are used twice or are no names', () => {
    const g = new interop.GraphBuilder('Model');
    const x = g.input('x', [2]);
    expect(() => g.layer('x', new nn.ReLU(), x)).toThrow("the name 'x' is used twice");
    expect(() => g.layer('my layer', new nn.ReLU(), x)).toThrow("got 'my layer'");
    expect(() => new interop.GraphBuilder('model')).toThrow("got 'model'");
    expect(() => g.build()).toThrow('Model has no output');
    expect(() => g.recurrent('linear', new nn.Linear(2, 2), x)).toThrow(
      'is an RNN, an LSTM or a GRU, got Linear',
    );
  });
});

describe('a file that is no model', () => {
  test('weights alone, damage, another version: one sentence that names the file', () => {
    const weights = join(folder, 'weights.safetensors');
    interop.saveSafetensors(weights, new nn.Linear(2, 2).stateDict());
    expect(() => interop.loadModel(weights)).toThrow('holds weights only; save it with interop.saveModel');
    const note = (text: string): string => {
      const file = join(folder, 'note.safetensors');
      interop.saveSafetensors(file, {}, { 'backprop-lab': text });
      return file;
    };
    expect(() => interop.loadModel(note('{"version":9}'))).toThrow(
      'has version 9, and this library reads version 1',
    );
    expect(() => interop.loadModel(note('{"version":1}'))).toThrow('is damaged');
    expect(() => interop.loadModel(note('{'))).toThrow('note.safetensors: ');
    const odd = {
      name: 'M',
      inputs: [],
      steps: [{ type: 'layer', name: 'a', layer: { kind: 'Odd' }, from: [], to: ['b'] }],
      outputs: ['b'],
    };
    expect(() => interop.loadModel(note(JSON.stringify({ version: 1, description: odd })))).toThrow(
      "there is no layer 'Odd'",
    );
  });
});

describe('npm run bridge', () => {
  const bridge = (...words: string[]) =>
    spawnSync(
      process.execPath,
      ['-r', join(ROOT, 'lib/typescript.cjs'), join(ROOT, 'tools/bridge/main.ts'), ...words],
      {
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      },
    );

  test('writes what it can, says what it cannot, and leaves no half file', () => {
    const lstm = examples().find(({ name }) => name === 'lstm')!;
    const file = join(folder, 'sequence.safetensors');
    interop.saveModel(file, lstm.model);
    const out = join(folder, 'out');
    const { status, stdout, stderr } = bridge('export', file, '--to', 'onnx,pytorch,caffe', '--out', out);
    expect(status).toBe(1);
    expect(readdirSync(out).sort()).toEqual(['sequence.onnx', 'sequence_pytorch.py']);
    expect(stdout).toContain(join(out, 'sequence_pytorch.py'));
    expect(stderr).toContain(
      'writeCode caffe: the function select in LstmClassifier cannot be written; only a chain of layers can be',
    );
    expect(readFileSync(join(out, 'sequence.onnx'))).toEqual(Buffer.from(interop.toOnnx(lstm.model)));
    expect(readFileSync(join(out, 'sequence_pytorch.py'), 'utf8')).toBe(
      interop.writeCode(lstm.model, 'pytorch'),
    );
    const shown = bridge('show', file);
    expect(shown.stdout).toContain('LstmClassifier: x [batch, 6, 5] → head_out');
    expect(shown.status).toBe(0);
  });

  test('unknown targets and files: one sentence and a code', () => {
    const broken = join(folder, 'broken.safetensors');
    writeFileSync(broken, 'not a model');
    const failed = bridge('export', broken, '--to', 'onnx', '--out', join(folder, 'none'));
    expect([failed.status, failed.stderr.split('\n').length]).toEqual([2, 2]);
    expect(existsSync(join(folder, 'none'))).toBe(false);
    expect(bridge('show', 'nowhere.safetensors').stderr).toBe(
      'There is no file nowhere.safetensors. A notebook writes one with interop.saveModel(path, model).\n',
    );
    expect(bridge('export', broken, '--to', 'torch').stderr).toContain(
      "There is no target 'torch'. There are: onnx, pytorch",
    );
  });
});
