/** The training loop, and what watches it. @module */
export { type Anomaly, AnomalyError, type DetectAnomalyOptions, detectAnomaly } from './anomaly';
export type { BatchEvent, Callback, FitOptimizer, Mode, Training, TrainingRecord } from './callback';
export { type CheckpointOptions, checkpoint } from './checkpoint';
export { loadCheckpoint } from './checkpoint-files';
export { type Plain, packState, unpackState } from './container';
export * from './early-stopping';
export * from './evaluate';
export * from './fit';
export { activations } from './hooks';
export * from './learning-rate-finder';
export * from './monitors';
export * from './progress';
export type { Schedule, SchedulePace } from './schedule';
export * from './search';
export * from './search-space';
export { searchProgress } from './search-table';
export type { Trial } from './search-trial';
export * from './successive-halving';
