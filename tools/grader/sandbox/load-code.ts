// Loads code that was compiled elsewhere, as if Node had found it in the file.

import Module from 'node:module';
import { dirname } from 'node:path';
import type { Exported } from './answers';

interface Loadable extends Module {
  _compile(code: string, file: string): void;
}

/** @throws what the code throws */
export function loadCode(code: string, file: string): Exported {
  const loaded = new Module(file, module) as Loadable;
  loaded.filename = file;
  loaded.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(
    dirname(file),
  );
  loaded._compile(code, file);
  return loaded.exports as Exported;
}
