// node -r ./lib/typescript.cjs tools/bridge/check.ts [--torch PYTHON] [--tensorflow PYTHON] …: runs what the bridge writes in the
// frameworks themselves, and writes docs/bridge.md with how far the outputs are apart.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interop, nn, optim, Tensor } from 'backprop-lab';
import { Command } from 'commander';
import { type Example, examples } from './examples';

const ROOT = join(__dirname, '..', '..');
/** Plain gradient descent for so many steps, in both. */
const STEPS = 20;
const RATE = 0.05;

/** Everything that a framework needs to repeat an example, in one folder. */
function writeExample(folder: string, { name, model, inputs }: Example): void {
  interop.saveModel(join(folder, `${name}.safetensors`), model);
  writeFileSync(join(folder, `${name}.onnx`), interop.toOnnx(model));
  for (const framework of interop.FRAMEWORKS) {
    const file = join(folder, `${name}_${framework}.${interop.extensionOf(framework)}`);
    try {
      writeFileSync(file, interop.writeCode(model, framework));
    } catch (error) {
      if (!(error instanceof interop.UnsupportedError)) throw error;
    }
  }
  const result = model.forward(...inputs);
  const outputs = result instanceof Tensor ? [result] : result;
  const state = Object.fromEntries([
    ...inputs.map((x, i): [string, Tensor] => [`input_${i}`, x]),
    ...outputs.map((y, i): [string, Tensor] => [`output_${i}`, y.detach()]),
  ]);
  const { description } = model;
  const metadata = {
    name: description.name,
    inputs: description.inputs.map((input) => input.name).join(','),
    losses: JSON.stringify(train({ name, model, inputs })),
  };
  interop.saveSafetensors(join(folder, `${name}.data.safetensors`), state, metadata);
}

/** The losses of some steps towards an output of zeros, with dropout left out: the weights stay as they were. */
function train({ model, inputs }: Example): number[] {
  const before = model.stateDict();
  model.train();
  for (const [, child] of model.namedChildren()) if (child instanceof nn.Dropout) child.eval();
  const optimizer = new optim.SGD(model.parameters(), { lr: RATE });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const result = model.forward(...inputs);
    const loss = (result instanceof Tensor ? result : result[0]).square().mean();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.item());
  }
  model.loadStateDict(before);
  model.eval();
  return losses;
}

/** How far our outputs are from PyTorch's, with the weights that PyTorch has trained. */
function wayBack(folder: string, { name, model, inputs }: Example): Row {
  const before = model.stateDict();
  model.loadStateDict(interop.loadSafetensors(join(folder, `${name}.trained.safetensors`)).tensors);
  const { tensors } = interop.loadSafetensors(join(folder, `${name}.results.safetensors`));
  const result = model.forward(...inputs);
  const distances = (result instanceof Tensor ? [result] : result).map((y, i) =>
    y.sub(tensors[`output_${i}`]).abs().max().item(),
  );
  model.loadStateDict(before);
  return { framework: 'trained in PyTorch, run here', model: name, off: Math.max(...distances) };
}

interface Row {
  readonly framework: string;
  readonly model: string;
  /** The largest distance of an output; what went wrong, as text. */
  readonly off?: number;
  readonly losses?: number;
  readonly cannot?: string;
}

function run(command: string, words: readonly string[], environment: Record<string, string> = {}): Row[] {
  const text = execFileSync(command, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Row);
}

function page(rows: readonly Row[], versions: string): string {
  const names = [...new Set(rows.map(({ model }) => model))];
  const frameworks = [...new Set(rows.map(({ framework }) => framework))];
  const cell = (framework: string, model: string): string => {
    const row = rows.find((one) => one.framework === framework && one.model === model);
    if (row === undefined) return '–';
    return row.off === undefined ? (row.cannot ?? '–') : row.off.toExponential(0);
  };
  const trained = rows.filter(({ losses }) => losses !== undefined);
  return `${[
    '# The bridge, measured',
    '',
    'One model of each kind that the course trains, written by `interop` and run in the frameworks themselves: how far the',
    'largest output is from ours, in evaluation, in float32. Made by `node -r ./lib/typescript.cjs tools/bridge/check.ts`',
    `with ${versions}.`,
    'A dash: the writer takes only chains of layers, or the framework has no such layer.',
    '',
    `| framework | ${names.join(' | ')} |`,
    `| --- |${names.map(() => ' --- |').join('')}`,
    ...frameworks.map(
      (framework) => `| ${framework} | ${names.map((name) => cell(framework, name)).join(' | ')} |`,
    ),
    '',
    `The written PyTorch code was also trained: ${STEPS} steps of gradient descent from the same weights on the same data. The`,
    'largest relative distance of a loss:',
    '',
    `| ${trained.map(({ model }) => model).join(' | ')} |`,
    `|${trained.map(() => ' --- |').join('')}`,
    `| ${trained.map(({ losses }) => (losses as number).toExponential(0)).join(' | ')} |`,
    '',
    'MXNet and Theano are retired. They ran once more with NumPy 1.23 and some names put back that it had dropped; Theano in',
    'Python, without its C compiler, and without pools, which do not run on that NumPy. Caffe has no package that installs',
    'today: its source is held by a golden file in `test/bridge/golden`, like all the others, and was not run.',
  ].join('\n')}\n`;
}

interface Options {
  readonly torch?: string;
  readonly tensorflow?: string;
  readonly tfjs?: string;
  readonly old?: string;
  readonly keep?: boolean;
}

function main({ torch, tensorflow, tfjs, old, keep }: Options): void {
  const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-bridge-'));
  const all = examples();
  for (const example of all) writeExample(folder, example);
  const names = all.map(({ name }) => name).join(',');
  const rows: Row[] = [];
  const versions: string[] = [];
  const python = (command: string, framework: string, environment = {}): void => {
    rows.push(...run(command, [join(__dirname, 'run.py'), framework, folder, names], environment));
    versions.push(
      ...run(command, [join(__dirname, 'run.py'), 'versions', folder, framework], environment).map(
        ({ model }) => model,
      ),
    );
  };
  if (torch !== undefined) {
    python(torch, 'pytorch');
    rows.push(...all.map((example) => wayBack(folder, example)));
    python(torch, 'onnxruntime');
    python(torch, 'keras', { KERAS_BACKEND: 'torch' });
    python(torch, 'keras', { KERAS_BACKEND: 'jax' });
    python(torch, 'flax');
  }
  if (tensorflow !== undefined)
    python(tensorflow, 'keras', { KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3' });
  if (old !== undefined) {
    python(old, 'mxnet');
    python(old, 'theano', { THEANO_FLAGS: 'floatX=float32,cxx=,blas.ldflags=,optimizer=None' });
  }
  if (tfjs !== undefined) {
    rows.push(...run(process.execPath, [join(__dirname, 'run-tfjs.mjs'), folder, names, tfjs]));
    const { version } = JSON.parse(
      readFileSync(join(tfjs, 'node_modules/@tensorflow/tfjs/package.json'), 'utf8'),
    );
    versions.push(`TensorFlow.js ${version}`);
  }
  const worst = Math.max(...rows.flatMap(({ off = 0 }) => off));
  console.log(page(rows, [...new Set(versions)].join(', ')));
  console.log(`the largest distance of all: ${worst.toExponential(1)}`);
  writeFileSync(join(ROOT, 'docs', 'bridge.md'), page(rows, [...new Set(versions)].join(', ')));
  if (keep) console.log(folder);
  else rmSync(folder, { recursive: true });
  if (!(worst < 1e-5)) process.exitCode = 1;
}

new Command('check')
  .description('Runs what the bridge writes in the frameworks themselves, and writes docs/bridge.md.')
  .option('--torch <python>', 'a Python with torch, safetensors, onnx, onnxruntime, keras, jax and flax')
  .option('--tensorflow <python>', 'a Python with tensorflow, keras and safetensors')
  .option('--old <python>', 'a Python 3.11 with mxnet 1.9.1, Theano 1.0.5, numpy 1.23.5 and safetensors')
  .option('--tfjs <folder>', 'a folder whose node_modules has @tensorflow/tfjs')
  .option('--keep', 'leave the written files')
  .action(main)
  .parse();
