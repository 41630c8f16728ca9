/** The name of the global that the scripts of cells call; session-modules.ts says what it has. */
export const RUNTIME = '__cell';
