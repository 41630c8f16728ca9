/** What the writers of source code share. */
import type { Shape } from '../../shape';
import { isChain, type LayerDescription, UnsupportedError } from '../description';
import type { GraphModel } from '../graph-model';
import { shapesOf } from '../shapes';

/** A layer among others, or a chain of them under one name, as nn.Sequential in nn.Sequential. */
export interface LayerTree {
  readonly name: string;
  readonly layer?: LayerDescription;
  /** The shape that comes out, in words. */
  readonly comment: string;
  readonly children: LayerTree[];
}

/** The layers in the nesting that their names tell: 'features.0' lies in 'features'. */
export function layerTree(model: GraphModel): LayerTree[] {
  const shapes = shapesOf(model);
  const top: LayerTree[] = [];
  for (const step of model.description.steps) {
    if (step.type !== 'layer') continue;
    const path = step.name.split('.');
    let level = top;
    for (const name of path.slice(0, -1)) {
      let group = level.find((one) => one.name === name);
      if (group === undefined) {
        group = { name, comment: '', children: [] };
        level.push(group);
      }
      level = group.children;
    }
    const comment = formatBatch(shapes.get(step.to[0])!);
    level.push({ name: path[path.length - 1], layer: step.layer, comment, children: [] });
  }
  return top;
}

/** [batch, 10]: every value but the states of recurrent layers has the batch first. */
export const formatBatch = (shape: Shape): string => `[${['batch', ...shape.slice(1)].join(', ')}]`;

/** 'LstmClassifier' → 'lstm_classifier'. */
export const snakeCase = (name: string): string =>
  name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** A call in Python: `nn.Conv2d(2, 6, kernel_size=(3, 2), bias=False)`; what is undefined is left out. */
export function pythonCall(
  name: string,
  positional: readonly unknown[],
  named: Record<string, unknown> = {},
): string {
  const options = Object.entries(named).filter(([, value]) => value !== undefined);
  const all = [...positional.map(python), ...options.map(([key, value]) => `${key}=${python(value)}`)];
  return `${name}(${all.join(', ')})`;
}

/** A value in Python's spelling. A pair of equal numbers is one number. */
export function python(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (typeof value === 'string') return `"${value}"`;
  // Python and JavaScript both write 1e-5; no number is shorter as 0.00001.
  if (typeof value === 'number')
    return Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential() : String(value);
  if (!Array.isArray(value)) return String(value);
  if (value.length === 2 && value[0] === value[1]) return String(value[0]);
  return value.length === 1 ? `(${value[0]},)` : `(${value.join(', ')})`;
}

/** `value`, unless it is the usual one, which needs no word. */
export function unless<T>(usual: T, value: T): T | undefined {
  return JSON.stringify(value) === JSON.stringify(usual) ? undefined : value;
}

/** Lines with their comments in one column. */
export function withComments(
  lines: readonly (readonly [code: string, comment: string])[],
  mark = '#',
): string[] {
  const width = Math.min(92, Math.max(...lines.map(([code, comment]) => (comment === '' ? 0 : code.length))));
  return lines.map(([code, comment]) =>
    comment === '' ? code : `${code.padEnd(width)}  ${mark} ${comment}`.trimEnd(),
  );
}

/** One layer of a chain, with what goes in and what comes out. */
export interface ChainLayer {
  readonly name: string;
  readonly layer: LayerDescription;
  readonly input: Shape;
  readonly output: Shape;
}

/**
 * The layers of a chain, for targets that take nothing else.
 * @throws UnsupportedError for a model with branches or recurrent layers
 */
export function chainOf(model: GraphModel, target: string): ChainLayer[] {
  const { description } = model;
  const shapes = shapesOf(model);
  const joined = isChain(description) ? undefined : description.steps.find(({ type }) => type === 'function');
  if (!isChain(description)) {
    const what =
      joined?.type === 'function'
        ? `the function ${joined.function.kind} in ${description.name}`
        : description.name;
    throw new UnsupportedError(target, what, 'only a chain of layers can be; take pytorch, keras or ONNX');
  }
  return description.steps.flatMap((step) => {
    if (step.type !== 'layer') return [];
    return [
      {
        name: step.name,
        layer: step.layer,
        input: shapes.get(step.from[0])!,
        output: shapes.get(step.to[0])!,
      },
    ];
  });
}

/** The error of a target that has no such layer. */
export const refused = (target: string, { name, layer }: ChainLayer, instead: string): UnsupportedError =>
  new UnsupportedError(target, `the layer ${name} (${layer.kind})`, instead);
