import type { DType } from '../backend/backend';
import { linear } from '../ops';
import { formatShape } from '../shape';
import { type Tensor, zeros } from '../tensor';
import { kaimingUniform, uniform } from './init';
import { Module, Parameter } from './module';

/** What a linear layer learns. */
export interface LinearOptions {
  /** Add a learned bias; true unless told otherwise. */
  bias?: boolean;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/**
 * y = x·Wᵀ + b for x of […, in]; W is [out, in], b is [out]. Starts as in PyTorch: U(−1/√in, 1/√in).
 * @throws unless the sizes are whole numbers ≥ 1; in forward on an input of another size
 */
export class Linear extends Module {
  /** W: [out, in]. */
  readonly weight: Parameter;
  /** b: [out], or null. */
  readonly bias: Parameter | null;

  constructor(
    /** The size of the input's last dimension. */
    readonly inFeatures: number,
    /** The size of the output's last dimension. */
    readonly outFeatures: number,
    { bias = true, dtype = 'float32' }: LinearOptions = {},
  ) {
    super();
    for (const [name, size] of Object.entries({ inFeatures, outFeatures })) {
      if (!Number.isInteger(size) || size < 1)
        throw new RangeError(`Linear: ${name} is a whole number ≥ 1, got ${size}`);
    }
    this.weight = new Parameter(
      kaimingUniform(zeros([outFeatures, inFeatures], { dtype }), { a: Math.sqrt(5) }),
    );
    const bound = 1 / Math.sqrt(inFeatures);
    this.bias = bias ? new Parameter(uniform(zeros([outFeatures], { dtype }), -bound, bound)) : null;
  }

  /** […, in] → […, out]. */
  forward(x: Tensor): Tensor {
    if (x.shape.at(-1) !== this.inFeatures) {
      throw new RangeError(
        `Linear(${this.inFeatures} → ${this.outFeatures}): expected input […, ${this.inFeatures}], got ${formatShape(x.shape)}`,
      );
    }
    return linear(x, this.weight, this.bias);
  }
}
