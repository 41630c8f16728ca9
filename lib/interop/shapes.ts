/** The shapes of a model's values. */
import { noGrad } from '../autograd';
import type { Shape } from '../shape';
import { zeros } from '../tensor';
import type { GraphModel } from './graph-model';

/** The shapes of all values for a batch of two, by name, found by running the model. */
export function shapesOf(model: GraphModel): ReadonlyMap<string, Shape> {
  const { training } = model;
  model.eval();
  try {
    const inputs = model.description.inputs.map(({ shape, dtype }) => zeros([2, ...shape], { dtype }));
    const values = noGrad(() => model.values(...inputs));
    return new Map([...values].map(([name, value]) => [name, value.shape]));
  } finally {
    model.train(training);
  }
}
