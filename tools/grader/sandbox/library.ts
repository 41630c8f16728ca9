// The library beside the shim: one file, which is loaded when a file or an argument asks for it. What V8 makes of it is
// kept beside it, so that it need not be compiled again in every sandbox.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

export type Library = typeof import('../../../lib');

export const LIBRARY = 'library.cjs';
export const LIBRARY_CACHE = 'library.bin';

type Load = (exports: object, require: NodeJS.Require, module: object, file: string, folder: string) => void;

/** @returns the script, too, for whoever wants to keep what V8 has made of it */
export function runLibrary(folder: string, cachedData?: Buffer): { library: Library; script: Script } {
  const filename = join(folder, LIBRARY);
  const code = readFileSync(filename, 'utf8');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
    filename,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} as Library };
  (script.runInThisContext() as Load)(module.exports, require, module, filename, folder);
  return { library: module.exports, script };
}

let loaded: Library | undefined;

/** Of the sandbox in which this runs. */
export function library(): Library {
  loaded ??= runLibrary(__dirname, readFileSync(join(__dirname, LIBRARY_CACHE))).library;
  return loaded;
}
