/**
 * What a backend may do in one go, though the library makes it of other operations; each is absent where there is no
 * such way. None takes part in the meaning of anything: what it computes is defined by the file that calls it.
 */
import type { NDArray, TypedArray } from './backend';
import type { RecurrentInputs, RecurrentKind } from './recurrent';

/** What several operations compute, done in one go, and the way back. */
export interface Fused {
  /** What they compute. */
  result: NDArray;
  /**
   * From the gradient of the result to those of the inputs, in order. It may be called again.
   * @param needed of which inputs; null may stand for the others
   */
  backward(gradient: NDArray, needed: readonly boolean[]): readonly (NDArray | null)[];
}

/** Functions of one number whose derivative is known from the value. */
export type Activation = 'tanh' | 'sigmoid' | 'relu';

/** A factor and a shift that are learned, or null. */
export interface Affine {
  /** γ. */
  weight: NDArray | null;
  /** β. */
  bias: NDArray | null;
}

/** Of each channel. */
export interface Statistics {
  /** µ. */
  mean: NDArray;
  /** σ². */
  variance: NDArray;
}

/** How scores are compared with labels. */
export interface CrossEntropyNumbers {
  /** The share of the target that is spread over all classes. */
  smoothing: number;
  /** Divide by the number of labels that count. */
  mean: boolean;
  /** Rows of this label do not count. */
  ignoreIndex: number;
}

/** The options of optim/sgd.ts, and whether there is no velocity yet. */
export interface SGDNumbers {
  /** The learning rate η. */
  lr: number;
  /** How much of the last step's velocity is kept, µ. */
  momentum: number;
  /** How much of the gradient is kept out of the velocity, τ. */
  dampening: number;
  /** L2 penalty λ. */
  weightDecay: number;
  /** Look ahead. */
  nesterov: boolean;
  /** The velocity becomes the gradient, whatever it was. */
  first: boolean;
}

/** The options of optim/adagrad.ts. */
export interface AdagradNumbers {
  /** The learning rate of this step. */
  lr: number;
  /** L2 penalty λ. */
  weightDecay: number;
  /** Added to the denominator. */
  eps: number;
}

/** The options of optim/rmsprop.ts. */
export interface RMSpropNumbers {
  /** The learning rate η. */
  lr: number;
  /** How slowly the running means forget, α. */
  alpha: number;
  /** Added to the denominator. */
  eps: number;
  /** L2 penalty λ. */
  weightDecay: number;
  /** How much of the last step is kept, µ. */
  momentum: number;
}

/** The options of optim/adam.ts, which step it is, and what is particular to AdamW. */
export interface AdamNumbers {
  /** How fast the means of g and of g² forget: β₁, β₂. */
  betas: readonly [number, number];
  /** Counted from 1. */
  step: number;
  /** The learning rate α. */
  lr: number;
  /** Added to the denominator. */
  eps: number;
  /** L2 penalty λ. */
  weightDecay: number;
  /** What θ is multiplied by first: 1, but 1 − αλ in AdamW. */
  shrink: number;
}

/** Every one returns null, or false and changes nothing, where it cannot do it. */
export interface Shortcuts {
  /**
   * Zeros, where `sgd`, `adam` and their like find them fastest. Only for arrays that nobody else gets to see, or
   * parts of: their memory is used again.
   */
  remember?(count: number): Float32Array;

  /** The gradient of an activation's input, from that of its value y: ops/functions.ts. */
  through?(activation: Activation, gradient: NDArray, y: NDArray): NDArray | null;

  /** Softmax over the last dimension: ops/reduce.ts. */
  softmax?(x: NDArray): Fused | null;

  /** Σ(x − target)², or its mean: nn/losses.ts. Its inputs: x and target, of one shape. */
  squaredError?(x: NDArray, target: NDArray, mean: boolean): Fused | null;

  /** Cross-entropy of [rows, classes] and int32 labels, added up: nn/losses-classification.ts. Its input: the scores. */
  crossEntropy?(scores: NDArray, labels: NDArray, numbers: CrossEntropyNumbers): Fused | null;

  /**
   * Batch normalization of [batch, channels, …]: nn/norm.ts. Its inputs: x, then weight and bias unless null.
   * @param known the statistics to use; those of x, which are returned, if null
   */
  batchNorm?(x: NDArray, affine: Affine, eps: number, known: Statistics | null): (Fused & Statistics) | null;

  /** Layer normalization of rows of `columns` numbers: nn/norm.ts. Its inputs: x, then weight and bias unless null. */
  layerNorm?(x: NDArray, columns: number, affine: Affine, eps: number): Fused | null;

  /**
   * A recurrent layer over a whole sequence, in one direction: nn/recurrent.ts. The result is h of all steps, [time,
   * batch, hidden], and behind them the last c of an LSTM. Its inputs: x, W_ih, W_hh, the biases unless null, and the
   * state.
   */
  recurrent?(kind: RecurrentKind, inputs: RecurrentInputs): Fused | null;

  /** One step of SGD, in place: optim/sgd.ts. */
  sgd?(theta: TypedArray, gradient: TypedArray, velocity: TypedArray | null, numbers: SGDNumbers): boolean;

  /** One step of Adagrad, in place: optim/adagrad.ts. */
  adagrad?(theta: TypedArray, gradient: TypedArray, sum: TypedArray, numbers: AdagradNumbers): boolean;

  /** One step of RMSprop, in place: optim/rmsprop.ts. */
  rmsprop?(
    theta: TypedArray,
    gradient: TypedArray,
    meanSquare: TypedArray,
    mean: TypedArray | null,
    velocity: TypedArray | null,
    numbers: RMSpropNumbers,
  ): boolean;

  /** One step of Adam or AdamW, in place: optim/adam.ts. */
  adam?(
    theta: TypedArray,
    gradient: TypedArray,
    mean: TypedArray,
    meanSquare: TypedArray,
    numbers: AdamNumbers,
  ): boolean;
}
