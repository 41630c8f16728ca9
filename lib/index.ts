/** Backprop Lab's library: `import { tensor, nn, optim, … } from 'backprop-lab'`. */
import './ops';

export { type BackwardOptions, backward, isGradEnabled, noGrad } from './autograd';
export { backend } from './backend';
export * as data from './data';
export { type GradcheckOptions, gradcheck } from './gradcheck';
export * as interop from './interop';
export * as metrics from './metrics';
export * as nn from './nn';
export { cat, stack, where } from './ops';
export * as optim from './optim';
export * as plot from './plot';
export { defaultGenerator, Generator, manualSeed } from './random';
export { Value } from './scalar';
export type { Shape } from './shape';
export * from './tensor';
export * as train from './train';
