/** The training loop, and what watches it. */
export * from './callback';
export * from './fit';
export * from './progress';
