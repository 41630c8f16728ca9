import { noGrad } from '../autograd';
import { formatShape, type Shape } from '../shape';
import { Tensor, zeros } from '../tensor';
import { hookForward, namedModules } from './hooks';
import type { Module } from './module';

/** One module of a model. */
export interface SummaryRow {
  /** Where the module is: '0', 'encoder.1', … */
  name: string;
  /** Its class: 'Conv2d'. */
  type: string;
  /** The shape of its (first) output; null if forward did not use it. */
  outputShape: Shape | null;
  /** The number of its own parameters, without those of the modules inside it. */
  parameters: number;
}

/** What a model consists of. Printed, it is a table. */
export class ModelSummary {
  constructor(
    /** One row a module, in the order of the model. */
    readonly rows: readonly SummaryRow[],
    /** Numbers in all parameters. */
    readonly totalParameters: number,
    /** Those that need gradients: all unless some are frozen. */
    readonly trainableParameters: number,
  ) {}

  /** The table as text, in columns. */
  toString(): string {
    const lines = this.#cells();
    const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
    const table = lines.map((cells) => cells.map((cell, i) => pad(cell, widths[i], i)).join('  '));
    const rule = '─'.repeat(table[0].length);
    return [table[0], rule, ...table.slice(1), rule, this.#total()].join('\n');
  }

  /** The table as Markdown, for a notebook's `display.markdown`. */
  toMarkdown(): string {
    const [head, ...lines] = this.#cells().map((cells) => `| ${cells.join(' | ')} |`);
    return [head, '| --- | --- | --- | ---: |', ...lines, '', this.#total()].join('\n');
  }

  /** What console.log shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  #cells(): string[][] {
    return [
      ['name', 'type', 'output shape', 'parameters'],
      ...this.rows.map(({ name, type, outputShape, parameters }) => [
        name,
        type,
        outputShape === null ? 'not used' : formatShape(outputShape),
        count(parameters),
      ]),
    ];
  }

  #total(): string {
    return `${count(this.totalParameters)} parameters, ${count(this.trainableParameters)} of them trained`;
  }
}

/** Text to the left, the numbers of the last column to the right. */
const pad = (cell: string, width: number, column: number): string =>
  column === 3 ? cell.padStart(width) : cell.padEnd(width);

const count = (value: number): string => value.toLocaleString('en-US');

/**
 * The modules of a model in a table: name, type, shape of the output, number of parameters. The shapes come from one
 * forward pass, in evaluation mode and without gradients; the model is afterwards as it was before.
 * @param input a tensor, or the shape of one, batch included: zeros are then used, in the dtype of the parameters
 */
export function summary(model: Module, input: Tensor | Shape): ModelSummary {
  const parameters = model.parameters();
  const x = input instanceof Tensor ? input : zeros(input, { dtype: parameters[0]?.dtype ?? 'float32' });
  const modules = namedModules(model);
  const shapes = outputShapes(model, modules, x);

  // A parameter that two modules share is counted where it comes first.
  const counted = new Set<Tensor>();
  const rows = modules.map(([path, module]) => {
    const own = Object.values(module).filter((value): value is Tensor => parameters.includes(value));
    const fresh = own.filter((parameter) => !counted.has(parameter));
    for (const parameter of fresh) counted.add(parameter);
    return {
      name: path === '' ? '(model)' : path,
      type: module.constructor.name || 'Module',
      outputShape: shapes.get(module) ?? null,
      parameters: sizes(fresh),
    };
  });
  // The model itself has a row only if there is something to say of it that its parts do not.
  const shown = rows.filter((row, i) => i > 0 || row.parameters > 0 || rows.length === 1);
  return new ModelSummary(shown, sizes(parameters), sizes(parameters.filter((p) => p.requiresGrad)));
}

const sizes = (tensors: readonly Tensor[]): number => tensors.reduce((sum, { size }) => sum + size, 0);

/** Runs the model once, and notes what comes out of every module first. */
function outputShapes(
  model: Module,
  modules: readonly (readonly [string, Module])[],
  x: Tensor,
): Map<Module, Shape> {
  const shapes = new Map<Module, Shape>();
  const modes = modules.map(([, module]) => [module, module.training] as const);
  const remove = hookForward(modules, {
    after: (_, module, output) => {
      const shape = firstShape(output);
      if (shape !== null && !shapes.has(module)) shapes.set(module, shape);
    },
  });
  try {
    model.eval();
    noGrad(() => model.forward(x));
  } finally {
    for (const [module, training] of modes) module.training = training;
    remove();
  }
  return shapes;
}

/** The shape of a tensor, or of the first tensor in a list, such as a recurrent layer's [output, state]. */
function firstShape(output: unknown): Shape | null {
  if (output instanceof Tensor) return output.shape;
  return Array.isArray(output) ? firstShape(output[0]) : null;
}
