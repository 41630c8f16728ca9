/** Optimizers, under PyTorch's names and with its defaults. */
export * from './adam';
export * from './optimizer';
export * from './sgd';
