/** Scores of trained models. */
export * from './classification';
