/** What a model is, as plain data: enough to build it again, here or in another framework. */
import type { DType } from '../backend/backend';

/** How a recurrent layer is built; see `nn.LSTM`. */
export interface RecurrentDescription {
  /** The size of x. */
  readonly inputSize: number;
  /** The size of h. */
  readonly hiddenSize: number;
  /** How many layers read one another. */
  readonly numLayers: number;
  /** Whether it runs backwards too. */
  readonly bidirectional: boolean;
  /** Whether the batch comes before time. */
  readonly batchFirst: boolean;
  /** Whether there are biases. */
  readonly bias: boolean;
}

/** A window that moves over an image; see `nn.MaxPool2d`. */
export interface PoolDescription {
  /** The size of the window. */
  readonly kernelSize: readonly [height: number, width: number];
  /** How far it moves. */
  readonly stride: readonly [height: number, width: number];
  /** How much surrounds the input, on each side. */
  readonly padding: readonly [height: number, width: number];
}

/** How a convolution over images is built; see `nn.Conv2d`. */
export interface Conv2dDescription extends PoolDescription {
  /** The channels of the input. */
  readonly inChannels: number;
  /** The channels of the output. */
  readonly outChannels: number;
  /** How far apart the cells are that it reads. */
  readonly dilation: readonly [height: number, width: number];
  /** Whether there are biases. */
  readonly bias: boolean;
}

/** How a convolution over series is built; see `nn.Conv1d`. */
export interface Conv1dDescription {
  /** The channels of the input. */
  readonly inChannels: number;
  /** The channels of the output. */
  readonly outChannels: number;
  /** The size of the window. */
  readonly kernelSize: number;
  /** How far it moves. */
  readonly stride: number;
  /** How much surrounds the input, on each side. */
  readonly padding: number;
  /** How far apart the cells are that it reads. */
  readonly dilation: number;
  /** Whether there are biases. */
  readonly bias: boolean;
}

/** How a batch normalization is built; see `nn.BatchNorm2d`. */
export interface BatchNormDescription {
  /** The number of channels. */
  readonly numFeatures: number;
  /** What is added to the variance. */
  readonly eps: number;
  /** The weight of the newest batch; null: the mean of all. */
  readonly momentum: number | null;
  /** Whether γ and β are learned. */
  readonly affine: boolean;
}

/** Layers: with or without parameters, one input and one output, but for recurrent ones. */
export type LayerDescription =
  | {
      /** Which one it is. */
      readonly kind: 'Linear';
      /** The size of the input. */
      readonly inFeatures: number;
      /** The size of the output. */
      readonly outFeatures: number;
      /** Whether there are biases. */
      readonly bias: boolean;
    }
  | ({
      /** Which one it is. */
      readonly kind: 'Conv1d';
    } & Conv1dDescription)
  | ({
      /** Which one it is. */
      readonly kind: 'Conv2d';
    } & Conv2dDescription)
  | ({
      /** Which one it is. */
      readonly kind: 'BatchNorm1d' | 'BatchNorm2d';
    } & BatchNormDescription)
  | {
      /** Which one it is. */
      readonly kind: 'LayerNorm';
      /** The sizes that are normalized. */
      readonly normalizedShape: readonly number[];
      /** What is added to the variance. */
      readonly eps: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'Embedding';
      /** The number of rows. */
      readonly numEmbeddings: number;
      /** The length of each row. */
      readonly embeddingDim: number;
    }
  | ({
      /** Which one it is. */
      readonly kind: 'RNN';
      /** What bends the sum. */
      readonly nonlinearity: 'tanh' | 'relu';
    } & RecurrentDescription)
  | ({
      /** Which one it is. */
      readonly kind: 'LSTM' | 'GRU';
    } & RecurrentDescription)
  | ({
      /** Which one it is. */
      readonly kind: 'MaxPool2d' | 'AvgPool2d';
    } & PoolDescription)
  | {
      /** Which one it is. */
      readonly kind: 'Flatten';
      /** The first dimension that is joined. */
      readonly start: number;
      /** The last one. */
      readonly end: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'Unflatten';
      /** Which dimension. */
      readonly dim: number;
      /** The sizes that it becomes. */
      readonly sizes: readonly number[];
    }
  | {
      /** Which one it is. */
      readonly kind: 'Dropout';
      /** The share that is dropped. */
      readonly p: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'ReLU' | 'Tanh' | 'Sigmoid' | 'Identity';
    }
  | {
      /** Which one it is. */
      readonly kind: 'LeakyReLU';
      /** The slope below 0. */
      readonly negativeSlope: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'ELU';
      /** α, the depth below 0. */
      readonly alpha: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'GELU';
      /** How it is computed. */
      readonly approximate: 'none' | 'tanh';
    }
  | {
      /** Which one it is. */
      readonly kind: 'Softplus';
      /** β, how sharp the bend is. */
      readonly beta: number;
      /** Where it becomes straight. */
      readonly threshold: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'Softmax' | 'LogSoftmax';
      /** Which dimension. */
      readonly dim: number;
    };

/** What joins layers: functions of values, without parameters. */
export type FunctionDescription =
  | {
      /** Which one it is. */
      readonly kind: 'add' | 'sub' | 'mul' | 'matmul';
    }
  | {
      /** Which one it is. */
      readonly kind: 'scale';
      /** What x is multiplied by. */
      readonly factor: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'cat';
      /** Which dimension. */
      readonly dim: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'transpose';
      /** One dimension. */
      readonly dim0: number;
      /** The other. */
      readonly dim1: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'select';
      /** Which dimension. */
      readonly dim: number;
      /** Which element; negative: from the end. */
      readonly index: number;
    }
  | {
      /** Which one it is. */
      readonly kind: 'mean';
      /** Which dimension. */
      readonly dim: number;
    };

/** One step of a model: a layer under its name, or a function. */
export type StepDescription = {
  /** The name in the state dict, for a layer; '' for a function. */
  readonly name: string;
  /** The values that go in, and what comes out, by name. */
  readonly from: readonly string[];
  /** What comes out, by name. */
  readonly to: readonly string[];
} & (
  | {
      /** A layer or a function. */
      readonly type: 'layer';
      /** The layer. */
      readonly layer: LayerDescription;
    }
  | {
      /** A layer or a function. */
      readonly type: 'function';
      /** The function. */
      readonly function: FunctionDescription;
    }
);

/** What goes into a model. */
export interface InputDescription {
  /** Its name. */
  readonly name: string;
  /** The sizes after the batch, which comes first and may be any. */
  readonly shape: readonly number[];
  /** What its numbers are. */
  readonly dtype: DType;
}

/** A model: what goes in, the steps in an order in which they can be computed, and what comes out. */
export interface ModelDescription {
  /** A name for a class, such as 'Classifier'. */
  readonly name: string;
  /** What goes in. */
  readonly inputs: readonly InputDescription[];
  /** In an order in which they can be computed. */
  readonly steps: readonly StepDescription[];
  /** The names of the values that come out. */
  readonly outputs: readonly string[];
}

/** Whether every step has one input, which is the output of the step before: what nn.Sequential can hold. */
export function isChain({ inputs, steps, outputs }: ModelDescription): boolean {
  if (inputs.length !== 1 || outputs.length !== 1) return false;
  const ends = [inputs[0].name, ...steps.map(({ to }) => to[0])];
  return (
    steps.every(
      ({ type, from, to }, i) =>
        type === 'layer' && from.length === 1 && to.length === 1 && from[0] === ends[i],
    ) && outputs[0] === ends[steps.length]
  );
}

/** Says which module cannot be written in another form, and what comes nearest. */
export class UnsupportedError extends Error {
  /** 'UnsupportedError'. */
  override readonly name = 'UnsupportedError';

  constructor(target: string, what: string, instead: string) {
    super(`${target}: ${what} cannot be written; ${instead}`);
  }
}
