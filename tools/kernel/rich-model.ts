// A model as a result: its modules, the shapes of their parameters, and how many numbers they hold.

import type { Bundle } from './outputs';
import { tableHtml } from './rich-table';
import { isTensor, type TensorLike } from './rich-tensor';

/** What is used of a module of the library, which may have been loaded again since. */
export interface ModuleLike {
  readonly training: boolean;
  namedChildren(): [string, ModuleLike][];
  parameters(): TensorLike[];
}

interface Row {
  name: string;
  type: string;
  shapes: string;
  count: number;
}

export function isModule(value: object): value is ModuleLike {
  const { namedChildren, parameters } = value as Partial<ModuleLike>;
  return typeof namedChildren === 'function' && typeof parameters === 'function' && 'forward' in value;
}

export function modelBundle(model: ModuleLike): Bundle {
  const rows = rowsOf(model);
  const caption = captionOf(model, rows);
  const cells = rows.map(({ name, type, shapes, count }) => [
    name,
    type,
    shapes,
    count.toLocaleString('en-US'),
  ]);
  const table = { caption, columns: HEADINGS, rows: cells, text: [0, 1, 2] };
  return { 'text/html': tableHtml(table).text, 'text/plain': plainTable(caption, [HEADINGS, ...cells]) };
}

const HEADINGS = ['module', 'type', 'parameters', 'numbers'];

/** The model's own row comes first, unless all its parameters are in its parts. */
function rowsOf(model: ModuleLike): Row[] {
  const counted = new Set<object>();
  const rows: Row[] = [];
  const seen = new Set<ModuleLike>();
  const visit = (module: ModuleLike, name: string): void => {
    if (seen.has(module)) return;
    seen.add(module);
    const all = new Set<object>(module.parameters());
    const own = Object.entries(module).filter(([, value]) => all.has(value as object)) as [
      string,
      TensorLike,
    ][];
    const fresh = own.filter(([, parameter]) => !counted.has(parameter));
    for (const [, parameter] of fresh) counted.add(parameter);
    rows.push({
      name: name === '' ? '(model)' : name,
      type: module.constructor.name || 'Module',
      shapes: own.map(([key, { shape }]) => `${key} [${shape.join(', ')}]`).join(', '),
      count: fresh.reduce((sum, [, { data }]) => sum + data.length, 0),
    });
    for (const [key, child] of module.namedChildren()) visit(child, name === '' ? key : `${name}.${key}`);
  };
  visit(model, '');
  return rows.filter(({ count }, i) => i > 0 || count > 0 || rows.length === 1);
}

function captionOf(model: ModuleLike, rows: Row[]): string {
  const total = rows.reduce((sum, { count }) => sum + count, 0).toLocaleString('en-US');
  const frozen = model.parameters().filter((parameter) => isTensor(parameter) && !parameter.requiresGrad);
  const numbers = frozen.reduce((sum, { data }) => sum + data.length, 0).toLocaleString('en-US');
  const state = model.training ? 'training' : 'evaluation';
  const held = frozen.length > 0 ? `, ${numbers} of them frozen` : '';
  return `${model.constructor.name || 'Module'}: ${total} parameters${held}, in ${state} mode`;
}

function plainTable(caption: string, lines: string[][]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => (i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [caption, ...text].join('\n');
}
