// Which line of the learner's TypeScript an error is about: the process that runs it sees only the JavaScript.

import { SourceMap } from 'node:module';

const MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

export interface Mapped {
  /** The JavaScript without its map. */
  readonly code: string;
  /** The line of the TypeScript; both count from 1. */
  lineOf(line: number, column: number): number;
}

/** @param compiled what `compile` has made */
export function mapped(compiled: string): Mapped {
  const found = MAP.exec(compiled);
  if (!found) return { code: compiled, lineOf: (line) => line };
  let map: SourceMap | undefined;
  return {
    code: compiled.slice(0, found.index),
    lineOf(line, column) {
      map ??= new SourceMap(JSON.parse(Buffer.from(found[1], 'base64').toString()));
      const entry = map.findEntry(line - 1, column - 1);
      return 'originalLine' in entry ? entry.originalLine + 1 : line;
    },
  };
}
