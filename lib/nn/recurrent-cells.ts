/** Single steps of recurrent networks, for models that decide between the steps, as a decoder does. */
import type { DType } from '../backend/backend';
import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { Module, type Parameter } from './module';
import { requireSizes } from './options';
import { scan } from './recurrent-scan';
import { checkState, gru, lstm, type Recurrence, rnn, type State, startingWeight } from './recurrent-step';

/** What a cell learns. */
export interface CellOptions {
  /** Add both biases; true unless told otherwise. */
  bias?: boolean;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/** What an RNNCell learns, and what bends it. */
export interface RNNCellOptions extends CellOptions {
  /** 'tanh' unless told otherwise. */
  nonlinearity?: 'tanh' | 'relu';
}

/**
 * What the cells share: weights of [gates · hidden, input] and [gates · hidden, hidden], and their use.
 * @throws unless the sizes are whole numbers ≥ 1
 */
abstract class Cell extends Module {
  /** W_ih: [gates · hidden, input]. */
  readonly weightIh: Parameter;
  /** W_hh: [gates · hidden, hidden]. */
  readonly weightHh: Parameter;
  /** b_ih: [gates · hidden], or null. */
  readonly biasIh: Parameter | null;
  /** b_hh: [gates · hidden], or null. */
  readonly biasHh: Parameter | null;
  readonly #kind: Recurrence;

  constructor(
    kind: Recurrence,
    /** The size of x. */
    readonly inputSize: number,
    /** The size of h. */
    readonly hiddenSize: number,
    { bias = true, dtype = 'float32' }: CellOptions,
  ) {
    super();
    requireSizes(this.constructor.name, { inputSize, hiddenSize });
    this.#kind = kind;
    const rows = kind.gates * hiddenSize;
    const weight = (...shape: number[]) => startingWeight(shape, hiddenSize, dtype);
    this.weightIh = weight(rows, inputSize);
    this.weightHh = weight(rows, hiddenSize);
    this.biasIh = bias ? weight(rows) : null;
    this.biasHh = bias ? weight(rows) : null;
  }

  /**
   * The next state, from an input of [batch, input], or [input] with a state of [hidden].
   * @throws on an input or a state that does not fit
   */
  protected next(x: Tensor, state: Tensor | State | null | undefined): State {
    const name = `${this.constructor.name}(${this.inputSize} → ${this.hiddenSize})`;
    if ((x.rank !== 1 && x.rank !== 2) || x.shape.at(-1) !== this.inputSize) {
      throw new RangeError(
        `${name}: expected input [batch, ${this.inputSize}] or [${this.inputSize}], got ${formatShape(x.shape)}`,
      );
    }
    const { weightIh: ih, weightHh: hh, biasIh, biasHh } = this;
    const weights = { ih, hh, biasIh, biasHh };
    const shape = [...x.shape.slice(0, -1), this.hiddenSize];
    const before = checkState(name, this.#kind, state, shape, hh.dtype);
    // One step is a sequence of length 1, and a single example a batch of one.
    const row = (one: Tensor): Tensor => (x.rank === 2 ? one : one.unsqueeze(0));
    const { last } = scan(this.#kind, row(x).unsqueeze(0), before.map(row), weights, false);
    return x.rank === 2 ? last : last.map((one) => one.squeeze(0));
  }
}

/** h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu (Elman 1990). Without a state, h is zeros. */
export class RNNCell extends Cell {
  constructor(
    inputSize: number,
    hiddenSize: number,
    { nonlinearity = 'tanh', ...options }: RNNCellOptions = {},
  ) {
    super(rnn(nonlinearity), inputSize, hiddenSize, options);
  }

  /** From x of [batch, input] and h of [batch, hidden] to the next h. */
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return this.next(x, h)[0];
  }
}

/**
 * i = σ(…), f = σ(…), g = tanh(…), o = σ(…), each of its rows of W_ih x + b_ih + W_hh h + b_hh;
 * c' = f·c + i·g;  h' = o·tanh c' (Hochreiter & Schmidhuber 1997). Without a state, h and c are zeros.
 */
export class LSTMCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(lstm, inputSize, hiddenSize, options);
  }

  /** From x of [batch, input] and the pair [h, c], each of [batch, hidden], to the next pair. */
  forward(x: Tensor, state?: readonly [h: Tensor, c: Tensor] | Tensor | null): [h: Tensor, c: Tensor] {
    const [h, c] = this.next(x, state);
    return [h, c];
  }
}

/**
 * r = σ(W_ir x + b_ir + W_hr h + b_hr), z likewise; n = tanh(W_in x + b_in + r·(W_hn h + b_hn));
 * h' = (1 − z)·n + z·h (Cho et al. 2014). Without a state, h is zeros.
 */
export class GRUCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(gru, inputSize, hiddenSize, options);
  }

  /** From x of [batch, input] and h of [batch, hidden] to the next h. */
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return this.next(x, h)[0];
  }
}
