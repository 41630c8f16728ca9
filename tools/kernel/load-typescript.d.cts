import type { SourceMapPayload } from 'node:module';

/** Makes `require` load TypeScript. */
export function register(): void;
/** The source map of each TypeScript file that was loaded, by path. */
export const maps: ReadonlyMap<string, SourceMapPayload>;
