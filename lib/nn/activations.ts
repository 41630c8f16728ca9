import { normalizeDim, resolveReshape, type Shape } from '../shape';
import type { Tensor } from '../tensor';
import { Module } from './module';

/** A layer without parameters that applies a function element by element. */
function activation(
  name: string,
  f: (x: Tensor) => Tensor,
): new () => Module & {
  /** f(x), element by element: […] → […]. */
  forward(x: Tensor): Tensor;
} {
  const layer = class extends Module {
    forward(x: Tensor): Tensor {
      return f(x);
    }
  };
  Object.defineProperty(layer, 'name', { value: name });
  return layer;
}

/** max(x, 0) (Nair & Hinton 2010). */
export class ReLU extends activation('ReLU', (x) => x.relu()) {}
/** tanh x, in −1 … 1. */
export class Tanh extends activation('Tanh', (x) => x.tanh()) {}
/** σ(x) = 1/(1 + e⁻ˣ), in 0 … 1. */
export class Sigmoid extends activation('Sigmoid', (x) => x.sigmoid()) {}

/** x above 0, slope·x below (Maas et al. 2013). */
export class LeakyReLU extends Module {
  constructor(
    /** The slope below 0; 0.01 unless told otherwise. */
    readonly negativeSlope = 0.01,
  ) {
    super();
  }

  /** Element by element: […] → […]. */
  forward(x: Tensor): Tensor {
    return x.leakyRelu(this.negativeSlope);
  }
}

/** x above 0, α(eˣ − 1) below (Clevert et al. 2016). */
export class ELU extends Module {
  constructor(
    /** α: towards −∞ the output goes to −α; 1 unless told otherwise. */
    readonly alpha = 1,
  ) {
    super();
  }

  /** Element by element: […] → […]. */
  forward(x: Tensor): Tensor {
    return x.elu(this.alpha);
  }
}

/** x·Φ(x) (Hendrycks & Gimpel 2016). */
export class GELU extends Module {
  constructor(
    /** 'tanh' for the approximation by it; exact ('none') unless told otherwise. */
    readonly approximate: 'none' | 'tanh' = 'none',
  ) {
    super();
  }

  /** Element by element: […] → […]. */
  forward(x: Tensor): Tensor {
    return x.gelu(this.approximate);
  }
}

/** (1/β) ln(1 + e^(βx)), a smooth ReLU (Dugas et al. 2001). */
export class Softplus extends Module {
  constructor(
    /** β, how sharp the bend is; 1 unless told otherwise. */
    readonly beta = 1,
    /** Where βx is above it, the output is x itself; 20 unless told otherwise. */
    readonly threshold = 20,
  ) {
    super();
  }

  /** Element by element: […] → […]. */
  forward(x: Tensor): Tensor {
    return x.softplus(this.beta, this.threshold);
  }
}

/** Joins the dimensions `start` … `end`: […, a, b, …] → […, a·b, …], [batch, 28, 28] → [batch, 784]. */
export class Flatten extends Module {
  constructor(
    /** The first dimension that is joined; 1, the one after the batch, unless told otherwise. */
    readonly start = 1,
    /** The last one; -1 unless told otherwise. */
    readonly end = -1,
  ) {
    super();
  }

  /** […, a, b, c, …] → […, a·b·c, …]. @throws when `start` comes after `end` in x */
  forward(x: Tensor): Tensor {
    return x.flatten(this.start, this.end);
  }
}

/**
 * Splits dimension `dim` into several, one of whose sizes may be -1: […, a·b, …] → […, a, b, …], [batch, 64] →
 * [batch, 1, 8, 8].
 */
export class Unflatten extends Module {
  constructor(
    /** The dimension that is split. */
    readonly dim: number,
    /** The sizes that it becomes; one may be -1. */
    readonly sizes: Shape,
  ) {
    super();
  }

  /** […, a·b·c, …] → […, a, b, c, …]. @throws when the sizes do not have as many elements as the dimension */
  forward(x: Tensor): Tensor {
    const dim = normalizeDim('Unflatten', this.dim, x.rank);
    const sizes = resolveReshape([x.shape[dim]], this.sizes);
    return x.reshape([...x.shape.slice(0, dim), ...sizes, ...x.shape.slice(dim + 1)]);
  }
}

/** eˣⁱ / Σⱼeˣʲ along dimension `dim` (Bridle 1990): positive numbers that add up to 1. */
export class Softmax extends Module {
  constructor(
    /** The dimension along which the numbers add up to 1. */
    readonly dim: number,
  ) {
    super();
  }

  /** […] → […]. @throws when x has no such dimension */
  forward(x: Tensor): Tensor {
    return x.softmax(this.dim);
  }
}

/** xᵢ − ln Σⱼeˣʲ, ln softmax along dimension `dim`, without its overflow: what NLLLoss takes (Bridle 1990). */
export class LogSoftmax extends Module {
  constructor(
    /** The dimension along which the probabilities add up to 1. */
    readonly dim: number,
  ) {
    super();
  }

  /** […] → […]. @throws when x has no such dimension */
  forward(x: Tensor): Tensor {
    return x.logSoftmax(this.dim);
  }
}
