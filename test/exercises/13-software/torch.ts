// What a text of Python builds with torch.nn, in one spelling for all texts that build the same: required arguments by
// place, others by name where they differ from the default.

import { type Expression, PythonError, type PythonFile } from './python';

type Value = number | string | boolean | null | readonly Value[];

interface Signature {
  readonly required: readonly string[];
  /** With their defaults, in PyTorch's order. */
  readonly optional: Readonly<Record<string, Value>>;
}

const signature = (required: readonly string[], optional: Signature['optional'] = {}): Signature => ({
  required,
  optional,
});
const NORM = signature(['num_features'], {
  eps: 1e-5,
  momentum: 0.1,
  affine: true,
  track_running_stats: true,
});

const LAYERS: Readonly<Record<string, Signature>> = {
  Linear: signature(['in_features', 'out_features'], { bias: true }),
  Conv2d: signature(['in_channels', 'out_channels', 'kernel_size'], {
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
    bias: true,
    padding_mode: 'zeros',
  }),
  Flatten: signature([], { start_dim: 1, end_dim: -1 }),
  Dropout: signature([], { p: 0.5 }),
  BatchNorm1d: NORM,
  BatchNorm2d: NORM,
  ReLU: signature([]),
  Tanh: signature([]),
  Sigmoid: signature([]),
};

/** One number stands for two equal ones. */
const PAIRS = ['kernel_size', 'stride', 'padding', 'dilation'];
/** Where or how something is computed: the network is the same. */
const NO_MATTER = ['inplace', 'device', 'dtype'];

/** A name that stands for nothing: in Python an error. */
export class UnknownName extends PythonError {
  constructor(readonly path: string) {
    super(`Python does not know the name '${path}' here.`);
  }
}

/** One layer in the common spelling. */
export function canonical(layer: string, values: Readonly<Record<string, Value>>): string {
  const { required, optional } = LAYERS[layer];
  const text = (name: string): string => written(paired(name, values[name]));
  const differs = (name: string): boolean =>
    name in values && text(name) !== written(paired(name, optional[name]));
  const options = Object.keys(optional).filter(differs);
  return `nn.${layer}(${[...required.map(text), ...options.map((name) => `${name}=${text(name)}`)].join(', ')})`;
}

/** @throws PythonError when it is no layer of torch.nn, or one that is made in a wrong way */
export function readLayer(call: Expression, file?: PythonFile): string {
  if (call.type !== 'call') throw new PythonError('A layer, such as nn.Flatten(), was expected.');
  const layer = layerName(call.path, file);
  if (!Object.hasOwn(LAYERS, layer))
    throw new PythonError(`${call.path} is none of the layers of the list above.`);
  const { required, optional } = LAYERS[layer];
  const names = [...required, ...Object.keys(optional)];
  if (call.args.length > names.length)
    throw new PythonError(
      `nn.${layer} has ${call.args.length} arguments by place, and takes ${names.length} at most.`,
    );
  const values: Record<string, Value> = {};
  for (const [i, argument] of call.args.entries()) values[names[i]] = argumentOf(argument);
  for (const [name, argument] of Object.entries(call.named)) {
    const value = argumentOf(argument);
    if (NO_MATTER.includes(name)) continue;
    if (!names.includes(name)) throw new PythonError(`nn.${layer} has no argument with the name ${name}.`);
    if (name in values) throw new PythonError(`nn.${layer} gets ${name} twice.`);
    values[name] = value;
  }
  const missing = required.find((name) => !(name in values));
  if (missing !== undefined) throw new PythonError(`nn.${layer} needs ${missing}.`);
  return canonical(layer, values);
}

/** All layers of the nn.Sequential that is assigned to `model`. @throws PythonError */
export function readModel(file: PythonFile): string[] {
  const model = file.assigned.get('model');
  if (!model) throw new PythonError("Nothing is assigned to the name 'model'.");
  return layersIn(model, file);
}

function layersIn(expression: Expression, file: PythonFile): string[] {
  const { type } = expression;
  if (type === 'list') return expression.items.flatMap((item) => layersIn(item, file));
  if (type === 'spread') return layersIn(expression.of, file);
  if (type === 'name') {
    const value = file.assigned.get(expression.path);
    if (!value) throw new UnknownName(expression.path);
    return layersIn(value, file);
  }
  // The name of a layer in an OrderedDict.
  if (type === 'value' && typeof expression.value === 'string') return [];
  if (type === 'call' && /(^|\.)OrderedDict$/.test(expression.path))
    return expression.args.flatMap((item) => layersIn(item, file));
  if (type === 'call' && layerName(expression.path, file) === 'Sequential')
    return expression.args.flatMap((item) => layersIn(item, file));
  return [readLayer(expression, file)];
}

/** nn.Linear → Linear, by what was imported; without a file by its last word. */
function layerName(path: string, file: PythonFile | undefined): string {
  if (!file) return path.replace(/^(torch\.)?nn\./, '');
  const [first, ...rest] = path.split('.');
  const from = file.imports.get(first);
  if (from === undefined) throw new UnknownName(first);
  const whole = [from, ...rest].join('.');
  if (!whole.startsWith('torch.nn.')) throw new PythonError(`${path} is nothing of torch.nn.`);
  return whole.slice('torch.nn.'.length).replace(/^modules\.(\w+\.)?/, '');
}

function argumentOf(expression: Expression): Value {
  if (expression.type === 'value') return expression.value;
  if (expression.type === 'list') return expression.items.map(argumentOf);
  if (expression.type === 'name') throw new UnknownName(expression.path);
  throw new PythonError('A number was expected as an argument, and something else came.');
}

const paired = (name: string, value: Value): Value =>
  PAIRS.includes(name) && typeof value === 'number' ? [value, value] : value;

/** In Python's spelling; numbers without the rounding error of 1 − 0.9. */
function written(value: Value): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (typeof value === 'number') return String(Number(value.toPrecision(9)));
  if (typeof value === 'string') return `'${value}'`;
  if (value.length === 2 && value[0] === value[1]) return written(value[0]);
  return `(${value.map(written).join(', ')})`;
}
