/** Models whose forward pass is data: they train like any module, and can be written for other frameworks. */
import type { DType } from '../backend/backend';
import { Sequential } from '../nn/containers';
import { Module } from '../nn/module';
import { cat } from '../ops';
import { formatShape, normalizeDim } from '../shape';
import { Tensor } from '../tensor';
import type { FunctionDescription, InputDescription, ModelDescription, StepDescription } from './description';
import { buildLayer, describeLayer } from './layers';

/** A value in a model that is being described: an input, or the output of a step. */
export interface Node {
  /** Its name among the values of the model. */
  readonly name: string;
}

/** What a recurrent layer gives. */
export interface RecurrentNodes {
  /** The outputs of all steps. */
  readonly output: Node;
  /** The last h of each layer and direction. */
  readonly h: Node;
  /** The last c; only an LSTM has it. */
  readonly c: Node;
}

/**
 * Describes a model step by step:
 *
 *     const g = new GraphBuilder('Classifier');
 *     const x = g.input('x', [28, 28]);
 *     const { h } = g.recurrent('lstm', new nn.LSTM(28, 64, { batchFirst: true }), x);
 *     const model = g.build(g.layer('head', new nn.Linear(64, 10), g.select(h, 0, -1)));
 *
 * The names of layers are their names in the state dict.
 * @throws on names that are used twice or cannot be names in Python and TypeScript
 */
export class GraphBuilder {
  readonly #inputs: InputDescription[] = [];
  readonly #steps: StepDescription[] = [];
  readonly #layers = new Map<string, Module>();
  readonly #names = new Set<string>();

  constructor(
    /** A name for a class, such as 'Classifier'. */
    readonly name: string,
  ) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
      throw new RangeError(`GraphBuilder: the name of a model is one such as 'Classifier', got '${name}'`);
    }
  }

  /** What goes in. @param shape the sizes after the batch */
  input(name: string, shape: readonly number[], dtype: DType = 'float32'): Node {
    this.#inputs.push({ name: this.#claim(name), shape: [...shape], dtype });
    return { name };
  }

  /** A layer with one input and one output. A Sequential becomes the steps that it holds. */
  layer(name: string, module: Module, x: Node): Node {
    this.#claim(name);
    return this.#chain(name, module, x, `${name}_out`);
  }

  /**
   * RNN, LSTM or GRU.
   * @param state where it starts, h and for the LSTM c; zeros unless told otherwise
   * @throws on another layer, and on a state that it does not have
   */
  recurrent(name: string, module: Module, x: Node, ...state: Node[]): RecurrentNodes {
    this.#claim(name);
    const { kind } = describeLayer(module);
    if (kind !== 'RNN' && kind !== 'LSTM' && kind !== 'GRU')
      throw new TypeError(`GraphBuilder.recurrent: ${name} is an RNN, an LSTM or a GRU, got ${kind}`);
    const states = kind === 'LSTM' ? 2 : 1;
    if (state.length !== 0 && state.length !== states)
      throw new RangeError(
        `GraphBuilder.recurrent: ${kind} starts from ${states} states, got ${state.length}`,
      );
    const to = ['output', 'h', 'c'].slice(0, 1 + states).map((part) => `${name}_${part}`);
    this.#step(name, module, [x, ...state], to);
    // A missing c is an error where it is used, with this name.
    return { output: { name: to[0] }, h: { name: to[1] }, c: { name: `${name}_c` } };
  }

  /** a + b, broadcasting. */
  add(a: Node, b: Node): Node {
    return this.#call({ kind: 'add' }, a, b);
  }

  /** a − b, broadcasting. */
  sub(a: Node, b: Node): Node {
    return this.#call({ kind: 'sub' }, a, b);
  }

  /** a · b, element by element, broadcasting. */
  mul(a: Node, b: Node): Node {
    return this.#call({ kind: 'mul' }, a, b);
  }

  /** The matrix product of the last two dimensions. */
  matmul(a: Node, b: Node): Node {
    return this.#call({ kind: 'matmul' }, a, b);
  }

  /** factor · x. */
  scale(x: Node, factor: number): Node {
    return this.#call({ kind: 'scale', factor }, x);
  }

  /** One after the other along `dim`. */
  cat(nodes: readonly Node[], dim: number): Node {
    return this.#call({ kind: 'cat', dim }, ...nodes);
  }

  /** Two dimensions swapped. */
  transpose(x: Node, dim0: number, dim1: number): Node {
    return this.#call({ kind: 'transpose', dim0, dim1 }, x);
  }

  /** The element `index` along `dim`, which disappears; a negative index counts from the end. */
  select(x: Node, dim: number, index: number): Node {
    return this.#call({ kind: 'select', dim, index }, x);
  }

  /** The mean along `dim`, which disappears. */
  mean(x: Node, dim: number): Node {
    return this.#call({ kind: 'mean', dim }, x);
  }

  /** The model. Its layers are those that were given, not copies. @throws when nothing comes out, or a value is missing */
  build(...outputs: readonly Node[]): GraphModel {
    if (outputs.length === 0) throw new RangeError(`GraphBuilder: ${this.name} has no output`);
    const description = {
      name: this.name,
      inputs: [...this.#inputs],
      steps: [...this.#steps],
      outputs: outputs.map(({ name }) => name),
    };
    return new GraphModel(description, this.#layers);
  }

  /** @param to what the output is called */
  #chain(name: string, module: Module, x: Node, to: string): Node {
    if (module instanceof Sequential) {
      return [...module].reduce((value: Node, inner, i) => {
        const path = `${name}.${i}`;
        return this.#chain(
          path,
          inner,
          value,
          i === module.length - 1 ? to : `${path.replaceAll('.', '_')}_out`,
        );
      }, x);
    }
    this.#step(name, module, [x], [to]);
    return { name: to };
  }

  #step(name: string, module: Module, from: readonly Node[], to: readonly string[]): void {
    const layer = describeLayer(module);
    this.#layers.set(name, module);
    this.#steps.push({ type: 'layer', name, layer, from: from.map((node) => node.name), to });
  }

  #call(f: FunctionDescription, ...from: readonly Node[]): Node {
    const count = this.#steps.filter(
      (step) => step.type === 'function' && step.function.kind === f.kind,
    ).length;
    const name = `${f.kind}_${count + 1}`;
    this.#claim(name);
    this.#steps.push({
      type: 'function',
      name: '',
      function: f,
      from: from.map((node) => node.name),
      to: [name],
    });
    return { name };
  }

  #claim(name: string): string {
    if (!/^[a-z][a-z0-9_]*$/.test(name))
      throw new RangeError(
        `GraphBuilder: a name is lower-case letters, digits and _, as in 'fc1', got '${name}'`,
      );
    if (this.#names.has(name)) throw new RangeError(`GraphBuilder: the name '${name}' is used twice`);
    this.#names.add(name);
    return name;
  }
}

/** How each function is computed. */
function call(f: FunctionDescription, x: Tensor, others: readonly Tensor[]): Tensor {
  switch (f.kind) {
    case 'add':
    case 'sub':
    case 'mul':
    case 'matmul':
      return x[f.kind](others[0]);
    case 'scale':
      return x.mul(f.factor);
    case 'cat':
      return cat([x, ...others], f.dim);
    case 'transpose':
      return x.transpose(f.dim0, f.dim1);
    case 'select': {
      const dim = normalizeDim('select', f.dim, x.rank);
      const index = f.index < 0 ? f.index + x.shape[dim] : f.index;
      const ranges = x.shape.map((_, i): [number, number] | [] => (i === dim ? [index, index + 1] : []));
      return x.slice(...ranges).squeeze(dim);
    }
    case 'mean':
      return x.mean(f.dim);
  }
}

/** A model made from a description. Its state dict has the names of PyTorch's for the code that `writeCode` writes. */
export class GraphModel extends Module {
  readonly #layers: ReadonlyMap<string, Module>;

  /**
   * @param layers the layers by name; new ones, with fresh weights, unless told otherwise
   * @throws on a step that needs a value which no step before it gives
   */
  constructor(
    /** What the model is, as plain data. */
    readonly description: ModelDescription,
    layers?: ReadonlyMap<string, Module>,
  ) {
    super();
    checkOrder(description);
    this.#layers =
      layers ??
      new Map(
        description.steps.flatMap((step): [string, Module][] =>
          step.type === 'layer' ? [[step.name, buildLayer(step.layer)]] : [],
        ),
      );
  }

  override namedChildren(): [string, Module][] {
    return [...this.#layers];
  }

  /**
   * The output, or all of them where there are several.
   * @param inputs in the order of the description, the batch first
   */
  forward(...inputs: readonly Tensor[]): Tensor | Tensor[] {
    const values = this.values(...inputs);
    const outputs = this.description.outputs.map((name) => values.get(name)!);
    return outputs.length === 1 ? outputs[0] : outputs;
  }

  /** All values by name, those in the middle too. @throws on inputs that do not fit the description */
  values(...inputs: readonly Tensor[]): Map<string, Tensor> {
    const values = new Map<string, Tensor>();
    for (const [i, input] of this.description.inputs.entries()) {
      values.set(input.name, this.#checkInput(input, inputs[i]));
    }
    for (const step of this.description.steps) {
      const [x, ...others] = step.from.map((name) => values.get(name)!);
      const results =
        step.type === 'function' ? [call(step.function, x, others)] : this.#run(step.name, x, others);
      for (const [i, name] of step.to.entries()) values.set(name, results[i]);
    }
    return values;
  }

  /** Recurrent layers take the state as one tensor or as a pair, and give it so. */
  #run(name: string, x: Tensor, state: readonly Tensor[]): Tensor[] {
    const layer = this.#layers.get(name)!;
    const start = state.length > 1 ? [state] : state;
    const result = layer.forward(x, ...start);
    return result instanceof Tensor ? [result] : (result as [Tensor, Tensor | Tensor[]]).flat();
  }

  #checkInput({ name, shape, dtype }: InputDescription, x: Tensor | undefined): Tensor {
    const fits =
      x?.dtype === dtype && x.rank === shape.length + 1 && shape.every((size, i) => x.shape[i + 1] === size);
    if (x === undefined || !fits) {
      const came = x === undefined ? 'nothing' : `${x.dtype} ${formatShape(x.shape)}`;
      const expected = `${dtype} [${['batch', ...shape].join(', ')}]`;
      throw new RangeError(
        `${this.description.name}: expected the input '${name}' as ${expected}, got ${came}`,
      );
    }
    return x;
  }
}

function checkOrder({ name, inputs, steps, outputs }: ModelDescription): void {
  const known = new Set(inputs.map((input) => input.name));
  const need = (value: string, who: string): void => {
    if (!known.has(value))
      throw new RangeError(`${name}: ${who} needs '${value}', which no step before it gives`);
  };
  for (const step of steps) {
    for (const value of step.from) need(value, `the step '${step.name || step.to[0]}'`);
    for (const value of step.to) known.add(value);
  }
  for (const value of outputs) need(value, 'the output');
}

/**
 * A chain as a model with a description; the layers are shared, not copied.
 * @param shape the sizes of the input after the batch: [784], or [1, 28, 28]
 * @throws UnsupportedError for a layer without a description
 */
export function describe(
  model: Sequential,
  shape: readonly number[],
  { name = 'Model', dtype = 'float32' }: { name?: string; dtype?: DType } = {},
): GraphModel {
  const layers = new Map<string, Module>();
  const steps: StepDescription[] = [];
  let last = 'x';
  const walk = (chain: Sequential, prefix: string): void => {
    [...chain].forEach((layer, i) => {
      const path = `${prefix}${i}`;
      if (layer instanceof Sequential) {
        walk(layer, `${path}.`);
        return;
      }
      const to = `out_${path.replaceAll('.', '_')}`;
      steps.push({ type: 'layer', name: path, layer: describeLayer(layer), from: [last], to: [to] });
      layers.set(path, layer);
      last = to;
    });
  };
  walk(model, '');
  return new GraphModel(
    { name, inputs: [{ name: 'x', shape: [...shape], dtype }], steps, outputs: [last] },
    layers,
  );
}
