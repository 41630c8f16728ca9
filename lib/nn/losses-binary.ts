/** Losses of yes-or-no questions. */
import { noGrad } from '../autograd';
import { binary } from '../ops/define';
import { broadcastShapes, formatShape, sameShape } from '../shape';
import type { Tensor } from '../tensor';
import { Loss, type LossOptions } from './losses-shared';

/** How the answers count. */
export interface BCEOptions extends LossOptions {
  /** A factor for each element's loss, in a shape that broadcasts to the input's. The mean still divides by the count. */
  weight?: Tensor;
}

/** How the answers count, a yes against a no too. */
export interface BCEWithLogitsOptions extends BCEOptions {
  /** How much more a yes counts than a no, in a shape that broadcasts to the input's: one number for each class. */
  posWeight?: Tensor;
}

function checkFactor(loss: string, name: string, factor: Tensor | undefined, input: Tensor): void {
  if (factor === undefined) return;
  if (!sameShape(broadcastShapes(`${loss}: ${name}`, factor.shape, input.shape), input.shape)) {
    throw new RangeError(
      `${loss}: ${name} ${formatShape(factor.shape)} does not broadcast to the input ${formatShape(input.shape)}`,
    );
  }
}

/**
 * −w·[p·t·ln σ(x) + (1 − t)·ln σ(−x)] (Good 1952) for scores (logits) x and targets t of 0 … 1, of the same shape, p
 * being posWeight. It is computed by softplus(x) = −ln σ(−x), which neither overflows nor takes the logarithm of 0.
 * The gradient for p = 1 is w(σ(x) − t).
 * @throws when shapes differ, or a weight does not broadcast to them
 */
export class BCEWithLogitsLoss extends Loss<BCEWithLogitsOptions> {
  constructor(options: BCEWithLogitsOptions = {}) {
    super(options);
  }

  /** Scores and targets, both […] → a scalar, or […] for reduction 'none'. */
  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, posWeight } = this.options;
    this.checkSameShape(input, target);
    checkFactor('BCEWithLogitsLoss', 'weight', weight, input);
    checkFactor('BCEWithLogitsLoss', 'posWeight', posWeight, input);
    // Without the threshold above which softplus is cut to x.
    const yes = target.mul(input.neg().softplus(1, Number.POSITIVE_INFINITY));
    const no = not(target).mul(input.softplus(1, Number.POSITIVE_INFINITY));
    const losses = (posWeight === undefined ? yes : yes.mul(posWeight)).add(no);
    return this.reduce(weight === undefined ? losses : losses.mul(weight));
  }
}

/** The probability of the opposite. */
const not = (p: Tensor): Tensor => p.neg().add(1);

/** ln p, but never below −100: the loss stays finite where a sure prediction was wrong. As PyTorch does it. */
const safeLog = (p: Tensor): Tensor => p.log().clamp({ min: -100 });

/** PyTorch's constant is a single-precision one, in double precision too. */
const SMALLEST = Math.fround(1e-12);

/** ∂/∂p = (p − t)/(p(1 − p)), with at least 1e-12 below, and ∂/∂t = ln(1 − p) − ln p, both as in PyTorch. */
const crossEntropy = binary('binaryCrossEntropy', {
  forward: (p, t) =>
    noGrad(() =>
      t
        .mul(safeLog(p))
        .add(not(t).mul(safeLog(not(p))))
        .neg(),
    ),
  backward: [
    (gradient, p, t) => gradient.mul(p.sub(t)).div(p.mul(not(p)).clamp({ min: SMALLEST })),
    (gradient, p) => gradient.mul(not(p).log().sub(p.log())),
  ],
});

/**
 * −w·[t·ln p + (1 − t)·ln(1 − p)] (Good 1952) for probabilities p, such as a sigmoid's output, and targets t of the
 * same shape; logarithms end at −100. Prefer BCEWithLogitsLoss, which is exact where a sigmoid rounds to 0 or 1.
 * @throws on predictions or targets outside 0 … 1, when shapes differ, or a weight does not broadcast to them
 */
export class BCELoss extends Loss<BCEOptions> {
  constructor(options: BCEOptions = {}) {
    super(options);
  }

  /** Probabilities and targets, both […] → a scalar, or […] for reduction 'none'. */
  forward(input: Tensor, target: Tensor): Tensor {
    const { weight } = this.options;
    this.checkSameShape(input, target);
    checkFactor('BCELoss', 'weight', weight, input);
    for (const [name, x] of Object.entries({ input, target })) {
      const wrong = x.data.findIndex((p) => !(p >= 0 && p <= 1));
      if (wrong >= 0) {
        throw new RangeError(
          `BCELoss: the ${name} is a probability in 0 … 1, got ${x.data[wrong]} (element ${wrong})` +
            (name === 'input' ? '; for scores of any size use BCEWithLogitsLoss' : ''),
        );
      }
    }
    const losses = crossEntropy(input, target);
    return this.reduce(weight === undefined ? losses : losses.mul(weight));
  }
}
