import { normalizeDim, resolveReshape, type Shape } from '../shape';
import type { Tensor } from '../tensor';
import { Module } from './module';

/** A layer without parameters that applies a function element by element. */
function activation(
  name: string,
  f: (x: Tensor) => Tensor,
): new () => Module & { forward(x: Tensor): Tensor } {
  const layer = class extends Module {
    forward(x: Tensor): Tensor {
      return f(x);
    }
  };
  Object.defineProperty(layer, 'name', { value: name });
  return layer;
}

/** max(x, 0). */
export class ReLU extends activation('ReLU', (x) => x.relu()) {}
/** tanh x. */
export class Tanh extends activation('Tanh', (x) => x.tanh()) {}
/** 1/(1 + e⁻ˣ). */
export class Sigmoid extends activation('Sigmoid', (x) => x.sigmoid()) {}

/** x above 0, slope·x below (Maas et al. 2013). */
export class LeakyReLU extends Module {
  constructor(readonly negativeSlope = 0.01) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.leakyRelu(this.negativeSlope);
  }
}

/** x above 0, α(eˣ − 1) below (Clevert et al. 2016). */
export class ELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.elu(this.alpha);
  }
}

/** x·Φ(x) (Hendrycks & Gimpel 2016). */
export class GELU extends Module {
  constructor(readonly approximate: 'none' | 'tanh' = 'none') {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.gelu(this.approximate);
  }
}

/** (1/β) ln(1 + e^(βx)). */
export class Softplus extends Module {
  constructor(
    readonly beta = 1,
    readonly threshold = 20,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.softplus(this.beta, this.threshold);
  }
}

/** Joins the dimensions `start` … `end`: [batch, 28, 28] → [batch, 784]. */
export class Flatten extends Module {
  constructor(
    readonly start = 1,
    readonly end = -1,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.flatten(this.start, this.end);
  }
}

/** Splits dimension `dim` into several, one of whose sizes may be -1: [batch, 64] → [batch, 1, 8, 8]. */
export class Unflatten extends Module {
  constructor(
    readonly dim: number,
    readonly sizes: Shape,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const dim = normalizeDim('Unflatten', this.dim, x.rank);
    const sizes = resolveReshape([x.shape[dim]], this.sizes);
    return x.reshape([...x.shape.slice(0, dim), ...sizes, ...x.shape.slice(dim + 1)]);
  }
}

/** eˣⁱ / Σⱼeˣʲ along dimension `dim`: positive numbers that add up to 1. */
export class Softmax extends Module {
  constructor(readonly dim: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.softmax(this.dim);
  }
}

/** ln softmax along dimension `dim`, without its overflow: what NLLLoss takes. */
export class LogSoftmax extends Module {
  constructor(readonly dim: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x.logSoftmax(this.dim);
  }
}
