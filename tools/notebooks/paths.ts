// From the command line's paths to notebook files.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { NotebookError } from './notebook';

export const ROOT = resolve(__dirname, '..', '..');

/** Files stay in the order given; a folder stands for the notebooks in it, in alphabetical order. */
export function findNotebooks(paths: string[]): string[] {
  const files = (paths.length > 0 ? paths : [join(ROOT, 'notebooks')]).flatMap((path) => {
    if (!existsSync(path)) throw new NotebookError(`There is no file or folder ${path}.`);
    if (!statSync(path).isDirectory()) return [shorten(path)];
    const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ipynb') && !name.split(/[\\/]/).some(isHidden))
      .sort();
    if (found.length === 0) throw new NotebookError(`There is no notebook in ${path}.`);
    return found.map((name) => shorten(join(path, name)));
  });
  return [...new Set(files)];
}

/** As people write it: from the current folder, if the file is below it. */
export function shorten(path: string): string {
  const short = relative(process.cwd(), resolve(path));
  return short.startsWith('..') || isAbsolute(short) ? resolve(path) : short;
}

function isHidden(part: string): boolean {
  return part.startsWith('.') || part === 'node_modules';
}
