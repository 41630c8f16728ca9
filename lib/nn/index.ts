/** Layers, losses and initialization, under PyTorch's names. */
export * from './activations';
export * from './containers';
export * as init from './init';
export * from './linear';
export * from './losses';
export * from './module';
