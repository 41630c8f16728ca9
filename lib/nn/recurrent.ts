/** Recurrent layers: a recurrence run over whole sequences, in several layers and in one or both directions. */
import type { DType } from '../backend/backend';
import { cat, dropout, stack } from '../ops';
import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { Module, type Parameter } from './module';
import { requireSizes } from './options';
import { scan, timeSteps } from './recurrent-scan';
import {
  checkState,
  gru,
  lstm,
  type Recurrence,
  rnn,
  type State,
  startingWeight,
  type Weights,
} from './recurrent-step';

/** How a recurrent network is built, and how its tensors are laid out. */
export interface RecurrentOptions {
  /** Layers, each reading the outputs of the one below; 1 unless told otherwise. */
  numLayers?: number;
  /** Input and output are [batch, time, feature]; otherwise, and unless told, [time, batch, feature]. */
  batchFirst?: boolean;
  /** Run over the sequence backwards too, with weights of its own, and put both outputs side by side. */
  bidirectional?: boolean;
  /** Add both biases; true unless told otherwise. */
  bias?: boolean;
  /** Dropout on what goes from a layer to the next, in training: with one layer there is nothing to drop. */
  dropout?: number;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/** How an RNN is built, and what bends it. */
export interface RNNOptions extends RecurrentOptions {
  /** 'tanh' unless told otherwise. */
  nonlinearity?: 'tanh' | 'relu';
}

/**
 * What RNN, LSTM and GRU share. The weights have PyTorch's names: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0,
 * then those of the backward direction, weight_ih_l0_reverse, …, then those of the next layer.
 * @throws on sizes or a dropout that make no sense
 */
abstract class Recurrent extends Module {
  readonly [weight: `weight_${string}`]: Parameter;
  readonly [bias: `bias_${string}`]: Parameter | null;
  /** Layers, each reading the outputs of the one below. */
  readonly numLayers: number;
  /** Whether the batch is the first dimension. */
  readonly batchFirst: boolean;
  /** Whether the sequence is read backwards too. */
  readonly bidirectional: boolean;
  /** The share that training drops of what goes from a layer to the next. */
  readonly dropout: number;
  readonly #kind: Recurrence;

  constructor(
    kind: Recurrence,
    /** The size of each step's input. */
    readonly inputSize: number,
    /** The size of h. */
    readonly hiddenSize: number,
    options: RecurrentOptions,
  ) {
    super();
    const { numLayers = 1, batchFirst = false, bidirectional = false } = options;
    const { bias = true, dropout = 0, dtype = 'float32' } = options;
    const name = this.constructor.name;
    requireSizes(name, { inputSize, hiddenSize, numLayers });
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new RangeError(`${name}: dropout is a number in 0 … 1, got ${dropout}`);
    }
    this.#kind = kind;
    this.numLayers = numLayers;
    this.batchFirst = batchFirst;
    this.bidirectional = bidirectional;
    this.dropout = dropout;
    const rows = kind.gates * hiddenSize;
    const weight = (...shape: number[]) => startingWeight(shape, hiddenSize, dtype);
    for (let layer = 0; layer < numLayers; layer++) {
      const features = layer === 0 ? inputSize : this.#directions.length * hiddenSize;
      for (const suffix of this.#directions) {
        Object.assign(this, {
          [`weight_ih_l${layer}${suffix}`]: weight(rows, features),
          [`weight_hh_l${layer}${suffix}`]: weight(rows, hiddenSize),
          [`bias_ih_l${layer}${suffix}`]: bias ? weight(rows) : null,
          [`bias_hh_l${layer}${suffix}`]: bias ? weight(rows) : null,
        });
      }
    }
  }

  /**
   * The output of the last layer, of the input's layout, and the last state, each [layers · directions, batch, hidden].
   * @throws on an input or a state that does not fit, and on a sequence without a step
   */
  protected run(
    x: Tensor,
    state: Tensor | State | null | undefined,
  ): {
    /** [time, batch, directions · hidden], or batch first. */
    output: Tensor;
    /** The last state: each [layers · directions, batch, hidden]. */
    last: State;
  } {
    const name = `${this.constructor.name}(${this.inputSize} → ${this.hiddenSize})`;
    this.#checkInput(name, x);
    // An input without a batch dimension is a batch of one; its state has no batch dimension either.
    const [unbatched, cells] = [x.rank === 2, this.numLayers * this.#directions.length];
    let sequence = unbatched ? x.unsqueeze(1) : this.batchFirst ? x.transpose(0, 1) : x;
    const batch = sequence.shape[1];
    const shape = unbatched ? [cells, this.hiddenSize] : [cells, batch, this.hiddenSize];
    const starts = checkState(name, this.#kind, state, shape, this.weight_hh_l0.dtype).map((part) =>
      timeSteps(part.reshape([cells, batch, this.hiddenSize])),
    );

    const lasts: State[] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      const input = layer === 0 ? sequence : dropout(sequence, this.dropout, this.training);
      const outputs = this.#directions.map((suffix, direction) => {
        const start = starts.map((part) => part[lasts.length]);
        const weights = this.#weights(`l${layer}${suffix}`);
        const { output, last } = scan(this.#kind, input, start, weights, direction === 1);
        lasts.push(last);
        return output;
      });
      sequence = outputs.length === 1 ? outputs[0] : cat(outputs, 2);
    }
    const last = this.#kind.state.map((_, part) => stack(lasts.map((final) => final[part])));
    if (unbatched) return { output: sequence.squeeze(1), last: last.map((part) => part.squeeze(1)) };
    return { output: this.batchFirst ? sequence.transpose(0, 1) : sequence, last };
  }

  /** What the names of each direction's weights end in. */
  get #directions(): readonly string[] {
    return this.bidirectional ? ['', '_reverse'] : [''];
  }

  #weights(place: string): Weights {
    return {
      ih: this[`weight_ih_${place}`],
      hh: this[`weight_hh_${place}`],
      biasIh: this[`bias_ih_${place}`],
      biasHh: this[`bias_hh_${place}`],
    };
  }

  #checkInput(name: string, x: Tensor): void {
    const layout = this.batchFirst ? 'batch, time' : 'time, batch';
    if ((x.rank !== 2 && x.rank !== 3) || x.shape.at(-1) !== this.inputSize) {
      throw new RangeError(
        `${name}: expected input [${layout}, ${this.inputSize}], or [time, ${this.inputSize}] without a batch, got ${formatShape(x.shape)}`,
      );
    }
    if (x.shape[x.rank === 3 && this.batchFirst ? 1 : 0] === 0) {
      throw new RangeError(
        `${name}: a sequence needs at least one step, got ${formatShape(x.shape)} [${layout}, …]`,
      );
    }
  }
}

/**
 * A recurrent network (Elman 1990): hₜ = tanh(W_ih xₜ + b_ih + W_hh hₜ₋₁ + b_hh), or relu.
 * Input [time, batch, input] → output [time, batch, directions · hidden].
 */
export class RNN extends Recurrent {
  /** What bends the sum. */
  readonly nonlinearity: 'tanh' | 'relu';

  constructor(inputSize: number, hiddenSize: number, { nonlinearity = 'tanh', ...options }: RNNOptions = {}) {
    super(rnn(nonlinearity), inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }

  /**
   * @param h where it starts, [layers · directions, batch, hidden]; zeros unless told otherwise
   * @returns the outputs of all steps, and the last h of each layer and direction
   */
  forward(x: Tensor, h?: Tensor | null): [output: Tensor, h: Tensor] {
    const { output, last } = this.run(x, h);
    return [output, last[0]];
  }
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997); the equations are those of LSTMCell.
 * Input [time, batch, input] → output [time, batch, directions · hidden].
 */
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(lstm, inputSize, hiddenSize, options);
  }

  /**
   * @param state where it starts: the pair [h, c], each [layers · directions, batch, hidden]; zeros unless told otherwise
   * @returns the outputs of all steps, and the last pair of each layer and direction
   */
  forward(
    x: Tensor,
    state?: readonly [h: Tensor, c: Tensor] | Tensor | null,
  ): [output: Tensor, state: [h: Tensor, c: Tensor]] {
    const { output, last } = this.run(x, state);
    return [output, [last[0], last[1]]];
  }
}

/**
 * Gated recurrent units (Cho et al. 2014); the equations are those of GRUCell.
 * Input [time, batch, input] → output [time, batch, directions · hidden].
 */
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(gru, inputSize, hiddenSize, options);
  }

  /**
   * @param h where it starts, [layers · directions, batch, hidden]; zeros unless told otherwise
   * @returns the outputs of all steps, and the last h of each layer and direction
   */
  forward(x: Tensor, h?: Tensor | null): [output: Tensor, h: Tensor] {
    const { output, last } = this.run(x, h);
    return [output, last[0]];
  }
}
