// The library beside the shim: one file, which is loaded when a file or an argument asks for it. What V8 makes of it is
// kept beside it, so that it need not be compiled again in every sandbox.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

export type Library = typeof import('../../../lib');

/** A function around the module, in ASCII, which V8 reads in half the time. */
export const LIBRARY = 'library.cjs';
export const LIBRARY_CACHE = 'library.bin';

/** What few functions of the library need, and what takes longer to load than all of the library. */
const LATE = /^node:(?:crypto|v8|worker_threads|zlib|timers\/promises)$/;

/** Loads such a module when the library reaches for something in it. */
const late = (name: string): unknown =>
  LATE.test(name) ? new Proxy({}, { get: (_, key) => require(name)[key] }) : require(name);

type Load = (exports: object, require: typeof late, module: object, file: string, folder: string) => void;

/** @returns the script, too, for whoever wants to keep what V8 has made of it */
export function runLibrary(folder: string, cachedData?: Buffer): { library: Library; script: Script } {
  const filename = join(folder, LIBRARY);
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} as Library };
  (script.runInThisContext() as Load)(module.exports, late, module, filename, folder);
  return { library: module.exports, script };
}

let loaded: Library | undefined;

/** Of the sandbox in which this runs. */
export function library(): Library {
  loaded ??= runLibrary(__dirname, readFileSync(join(__dirname, LIBRARY_CACHE))).library;
  return loaded;
}
