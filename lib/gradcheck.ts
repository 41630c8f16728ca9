import { backend } from './backend';
import { Generator } from './random';
import { formatShape, sizeOf } from './shape';
import { Tensor } from './tensor';

/** How exactly gradients are compared. */
export interface GradcheckOptions {
  /** The step ε of the central difference; 1e-5 unless told otherwise. */
  eps?: number;
  /** The largest error that passes, relative to the size of the numbers compared; 1e-6 unless told otherwise. */
  tolerance?: number;
  /** Fixes the random upstream gradient; 0 unless told otherwise. */
  seed?: number;
}

/**
 * Compares the gradients that backward() computes with central differences
 * (f(x + ε) − f(x − ε)) / 2ε, whose error is of order ε². The upstream gradient is random, not ones: with
 * ones, mistakes that cancel in a sum, or that drop the upstream gradient, would pass.
 *
 * @param f from the inputs to one tensor of any shape; it must give the same result when called again
 * @param inputs float64 tensors that require gradients
 * @returns true; @throws an error that names the input, the element and both numbers where they differ
 */
export function gradcheck(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  { eps = 1e-5, tolerance = 1e-6, seed = 0 }: GradcheckOptions = {},
): true {
  const generator = new Generator(seed);
  const checked = inputs.filter((input) => input.requiresGrad);
  if (checked.length === 0) throw new Error('gradcheck: no input requires gradients');
  for (const input of checked) {
    if (input.dtype !== 'float64') {
      throw new TypeError(
        `gradcheck: inputs must be float64, got ${input.dtype}: in float32 a difference keeps too few digits`,
      );
    }
  }
  // Fresh leaves, so that the caller's gradients stay as they are.
  const leaves = inputs.map(
    (input) => new Tensor({ ...pick(input), data: input.data.slice() }, input.requiresGrad),
  );
  const output = f(...leaves);
  if (output.dtype !== 'float64')
    throw new TypeError(`gradcheck: the result must be float64 too, got ${output.dtype}`);
  const upstream = new Tensor({
    dtype: 'float64',
    shape: output.shape,
    data: Float64Array.from({ length: sizeOf(output.shape) }, () => 2 * generator.random() - 1),
  });
  if (output.requiresGrad) output.backward(upstream);

  /** Σ upstream · f, whose derivatives are what backward(upstream) computes. */
  const weighted = (): number => {
    const result = f(...leaves.map((leaf) => leaf.detach()));
    const products = backend.binary('mul', result, upstream, 'float64');
    return backend.reduce(
      'sum',
      products,
      result.shape.map((_, dim) => dim),
      false,
    ).data[0];
  };

  leaves.forEach((leaf, n) => {
    if (!leaf.requiresGrad) return;
    // A gradient that is small beside its neighbours is known only as well as they are.
    const gradient = leaf.grad?.data ?? new Float64Array(leaf.size);
    const scale = Math.max(1e-3, ...gradient.map(Math.abs));
    for (let i = 0; i < leaf.size; i++) {
      const original = leaf.data[i];
      leaf.data[i] = original + eps;
      const above = weighted();
      leaf.data[i] = original - eps;
      const below = weighted();
      leaf.data[i] = original;
      const numeric = (above - below) / (2 * eps);
      const error =
        Math.abs(gradient[i] - numeric) / Math.max(Math.abs(numeric), Math.abs(gradient[i]), scale * 1e-2);
      if (!(error <= tolerance)) {
        throw new Error(
          `gradcheck: input ${n} of shape ${formatShape(leaf.shape)}, element ${i}: backward() says ${gradient[i]}, ` +
            `the difference quotient ${numeric} (relative error ${error.toExponential(1)}, allowed ${tolerance})`,
        );
      }
    }
  });
  return true;
}

const pick = ({ dtype, shape, data }: Tensor) => ({ dtype, shape, data });
