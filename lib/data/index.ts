/** Data: datasets, batches, and real data to learn from. */
export * from './dataset';
export * from './idx';
export * from './mnist';
