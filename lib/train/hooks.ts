/** What the layers of a model give, and how they are called in messages and charts. */
import { noGrad } from '../autograd';
import type { Module } from '../nn';
import { hookForward, namedModules } from '../nn/hooks';
import { Tensor } from '../tensor';
import type { Model } from './evaluate';

/** `0 (Linear)`, or `Sequential` for the whole model. */
export const moduleLabel = (path: string, module: Module): string =>
  path === '' ? module.constructor.name : `${path} (${module.constructor.name})`;

/** The modules without modules inside them: the layers. */
export const layersOf = (model: Module): [string, Module][] =>
  namedModules(model).filter(([, module]) => module.namedChildren().length === 0);

/**
 * What each layer gives for the input x, by its path: for histograms and pictures of activations. Evaluation mode,
 * no gradients; a layer that is used several times shows its last output.
 */
export function activations(model: Model, x: Tensor): Record<string, Tensor> {
  const outputs: Record<string, Tensor> = {};
  const remove = hookForward(layersOf(model), {
    after: (path, module, output) => {
      if (output instanceof Tensor) outputs[moduleLabel(path, module)] = output;
    },
  });
  const mode = model.training;
  model.eval();
  try {
    noGrad(() => model.forward(x));
  } finally {
    model.train(mode);
    remove();
  }
  return outputs;
}
