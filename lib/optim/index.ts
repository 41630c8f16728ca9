/** Optimizers and learning-rate schedules, under PyTorch's names and with its defaults. @module */
export * from './adagrad';
export * from './adam';
export * as lr from './lr';
export * from './optimizer';
export * from './rmsprop';
export * from './sgd';
export type { OptimizerStateDict, ParameterState } from './state';
