// Submissions for an exercise that nobody has written by hand: every exported function does the same useless thing.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BODIES: Readonly<Record<string, string>> = {
  'throws-everything': '(): never => { throw new Error("no") }',
  'returns-undefined': '(): undefined => undefined',
  'returns-its-input': '(x: unknown): unknown => x',
  'returns-its-last-input': '(...xs: unknown[]): unknown => xs.at(-1)',
  'all-zeros': '(): number => 0',
  'all-ones': '(): number => 1',
};

/** Files in a folder for temporary ones, by what they do. */
export function uselessSubmissions(solution: string): [name: string, file: string][] {
  const exported = [...readFileSync(solution, 'utf8').matchAll(/^export (?:async )?function (\w+)/gm)];
  const folder = mkdtempSync(join(tmpdir(), 'submissions-'));
  return Object.entries(BODIES).map(([name, body]) => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, exported.map((match) => `export const ${match[1]} = ${body};\n`).join(''));
    return [name, file];
  });
}
