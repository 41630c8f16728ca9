/** One step in time of each recurrent network: the equations of its paper, in PyTorch's order of gates. */
import type { DType } from '../backend/backend';
import type { RecurrentKind } from '../backend/recurrent';
import { linear } from '../ops';
import { formatShape, sameShape } from '../shape';
import { type Tensor, zeros } from '../tensor';
import { uniform } from './init';
import { Parameter } from './module';

/** What goes on from step to step, each of [batch, hidden]: h, and for the LSTM the cell c too. */
export type State = readonly Tensor[];

/** One kind of recurrent network. */
export interface Recurrence {
  /** What a whole sequence of its steps is called, as an operation. */
  name: RecurrentKind;
  /** How many vectors of `hidden` numbers each of W_ih x + b_ih and W_hh h + b_hh is. */
  gates: number;
  /** The names of the tensors of its state. */
  state: readonly string[];
  /**
   * The next state.
   * @param fromInput W_ih x + b_ih, the gates side by side: [batch, gates · hidden]
   * @param fromHidden W_hh h + b_hh, likewise
   */
  step(fromInput: Tensor, fromHidden: Tensor, state: State): State;
}

/** Cuts [batch, count · hidden] into the gates. */
function gates(x: Tensor, count: number): Tensor[] {
  const size = x.shape[1] / count;
  return Array.from({ length: count }, (_, i) => x.slice([], [i * size, (i + 1) * size]));
}

/** h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu in the place of tanh (Elman 1990). */
export const rnn = (nonlinearity: 'tanh' | 'relu'): Recurrence => ({
  name: nonlinearity === 'tanh' ? 'rnnTanh' : 'rnnRelu',
  gates: 1,
  state: ['h'],
  step: (fromInput, fromHidden) => [fromInput.add(fromHidden)[nonlinearity]()],
});

/** Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000). Gates i, f, g, o. */
export const lstm: Recurrence = {
  name: 'lstm',
  gates: 4,
  state: ['h', 'c'],
  step(fromInput, fromHidden, [, c]) {
    const [input, forget, content, output] = gates(fromInput.add(fromHidden), 4);
    const i = input.sigmoid();
    const f = forget.sigmoid();
    const g = content.tanh();
    const o = output.sigmoid();
    const nextC = f.mul(c).add(i.mul(g));
    const nextH = o.mul(nextC.tanh());
    return [nextH, nextC];
  },
};

/** Gated recurrent unit (Cho et al. 2014). Gates r, z, n; r acts on W_hh h + b_hh, after the product. */
export const gru: Recurrence = {
  name: 'gru',
  gates: 3,
  state: ['h'],
  step(fromInput, fromHidden, [h]) {
    const [inputR, inputZ, inputN] = gates(fromInput, 3);
    const [hiddenR, hiddenZ, hiddenN] = gates(fromHidden, 3);
    const r = inputR.add(hiddenR).sigmoid();
    const z = inputZ.add(hiddenZ).sigmoid();
    const n = inputN.add(r.mul(hiddenN)).tanh();
    // (1 − z)n + zh
    return [n.add(z.mul(h.sub(n)))];
  },
};

/** The weights of one cell, or of one direction of one layer. PyTorch has two biases, though one would do. */
export interface Weights {
  /** [gates · hidden, input]. */
  ih: Tensor;
  /** [gates · hidden, hidden]. */
  hh: Tensor;
  /** Both [gates · hidden], or null. */
  biasIh: Tensor | null;
  biasHh: Tensor | null;
}

/** A parameter that starts as U(−1/√hidden, 1/√hidden). */
export function startingWeight(shape: readonly number[], hidden: number, dtype: DType): Parameter {
  const bound = 1 / Math.sqrt(hidden);
  return new Parameter(uniform(zeros(shape, { dtype }), -bound, bound));
}

/** W_ih x + b_ih. */
export const fromInput = (x: Tensor, weights: Weights): Tensor => linear(x, weights.ih, weights.biasIh);

/** From the state, and what the input adds to the gates, to the next state. */
export function advance(kind: Recurrence, input: Tensor, state: State, weights: Weights): State {
  return kind.step(input, linear(state[0], weights.hh, weights.biasHh), state);
}

/** Throws unless the state is given as the recurrence has it, each tensor of the expected shape; none is zeros. */
export function checkState(
  name: string,
  kind: Recurrence,
  state: Tensor | State | null | undefined,
  shape: readonly number[],
  dtype: DType,
): State {
  if (state === undefined || state === null) return kind.state.map(() => zeros(shape, { dtype }));
  const given = Array.isArray(state) ? (state as State) : [state as Tensor];
  const fits = given.length === kind.state.length && given.every((x) => sameShape(x.shape, shape));
  if (!fits) {
    const expected = kind.state.map((part) => `${part} ${formatShape(shape)}`).join(', ');
    const came = given.map((x) => formatShape(x.shape)).join(', ');
    throw new RangeError(
      `${name}: expected the state ${kind.state.length > 1 ? `[${expected}]` : expected}, got ${Array.isArray(state) ? `[${came}]` : came}`,
    );
  }
  return given;
}
