import type { Tensor } from '../tensor';
import type { Role, TensorDataset } from './dataset';
import { checkRole, frozen, type TrainSet, type Transformer } from './transformer';

/** Fits one transformer: `StandardScaler.fit`, or `(train) => Imputer.fit(train, { strategy: 'median' })`. */
export type Step = (train: TrainSet) => Transformer;

/**
 * Transformers in a row, each fitted to what the ones before it make of the training data:
 *
 *     const pipeline = Pipeline.fit(train, [(part) => Imputer.fit(part, { strategy: 'median' }), StandardScaler.fit])
 *     const [ready, judge] = [pipeline.transform(train), pipeline.transform(test)]
 *
 * Its two parts cannot be mixed up: only training data can be fitted to, and all data is transformed alike.
 */
export class Pipeline implements Transformer {
  private constructor(
    /** The fitted transformers, in order. */
    readonly steps: readonly Transformer[],
  ) {}

  /**
   * Fits each step to what the steps before it make of the training part.
   * @throws on data that is not for training
   */
  static fit(train: TrainSet, steps: readonly Step[]): Pipeline {
    checkRole('Pipeline', train);
    const fitted: Transformer[] = [];
    let data = train;
    for (const step of steps) {
      const transformer = step(data);
      fitted.push(transformer);
      data = transformer.transform(data);
    }
    return new Pipeline(frozen(fitted));
  }

  /** Through all steps in order. */
  transform(features: Tensor): Tensor;
  transform<T extends readonly Tensor[], R extends Role>(dataset: TensorDataset<T, R>): TensorDataset<T, R>;
  transform(input: Tensor & TensorDataset): Tensor | TensorDataset {
    return this.steps.reduce((data, step) => step.transform(data) as Tensor & TensorDataset, input);
  }
}
