// npm run bridge -- export MODEL --to pytorch,onnx,… [--out DIR]: a saved model for other frameworks.
// npm run bridge -- show MODEL: what it is.

import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { interop } from 'backprop-lab';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { writeFileAtomically } from '../../lib/interop/atomic-write';

const TARGETS = ['onnx', ...interop.FRAMEWORKS] as const;
type Target = (typeof TARGETS)[number];

function targets(text: string): Target[] {
  const names = text === 'all' ? [...TARGETS] : text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !TARGETS.some((target) => target === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no target '${unknown}'. There are: ${TARGETS.join(', ')}, all.`);
  }
  return TARGETS.filter((target) => names.includes(target));
}

interface Exported {
  readonly file: string;
  readonly content: string | Uint8Array;
}

function exported(model: interop.GraphModel, name: string, target: Target): Exported {
  if (target === 'onnx') return { file: `${name}.onnx`, content: interop.toOnnx(model) };
  const file = `${name}_${target}.${interop.extensionOf(target)}`;
  return { file, content: interop.writeCode(model, target) };
}

/** @throws with one sentence when there is no such file, or no model in it */
function load(path: string): interop.GraphModel {
  if (existsSync(path)) return interop.loadModel(path);
  throw new Error(`There is no file ${path}. A notebook writes one with interop.saveModel(path, model).`);
}

function exportModel(path: string, { to, out }: { to: Target[]; out: string }): void {
  const model = load(path);
  const name = basename(path).replace(/\.safetensors$/, '');
  const refused: string[] = [];
  for (const target of to) {
    try {
      const { file, content } = exported(model, name, target);
      mkdirSync(out, { recursive: true });
      writeFileAtomically(join(out, file), Buffer.from(content));
      console.log(`${pc.green('✓')} ${target.padEnd(8)} ${join(out, file)}`);
    } catch (error) {
      if (!(error instanceof interop.UnsupportedError)) throw error;
      refused.push(target);
      console.error(`${pc.red('✗')} ${target.padEnd(8)} ${error.message}`);
    }
  }
  if (refused.length > 0) process.exitCode = 1;
}

function show(path: string): void {
  const model = load(path);
  const { name, inputs, outputs } = model.description;
  console.log(
    `${pc.bold(name)}: ${inputs.map((input) => `${input.name} [batch, ${input.shape.join(', ')}]`).join(', ')} → ${outputs.join(', ')}`,
  );
  for (const step of model.description.steps) {
    const { kind, ...options } = step.type === 'layer' ? step.layer : step.function;
    const words = Object.entries(options).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    console.log(`  ${(step.name || '·').padEnd(20)} ${kind}(${words.join(', ')})`);
  }
  const count = model.parameters().reduce((sum, { size }) => sum + size, 0);
  console.log(`${count.toLocaleString('en')} parameters`);
}

const program = new Command('bridge').description('Takes saved models of the course to other frameworks.');
program
  .command('export')
  .description('write a model for other frameworks')
  .argument('<model>', 'a file that interop.saveModel wrote')
  .requiredOption('--to <targets>', `some of ${TARGETS.join(',')}, or all`, targets)
  .option('--out <folder>', 'where to', '.')
  .action(exportModel);
program
  .command('show')
  .description('list the layers of a model')
  .argument('<model>', 'a file that interop.saveModel wrote')
  .action(show);

program.parseAsync().catch((error: unknown) => {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 2;
});
