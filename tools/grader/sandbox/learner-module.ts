// Loads the learner's code, which came over the pipe, and decides what it may import: the library, and those modules of
// Node that stay inside the process. (The operating system, where it guards, would stop the others as well.)

import { builtinModules } from 'node:module';
import os from 'node:os';
import { compileFunction } from 'node:vm';
import type { Exported } from './answers';
import { library } from './library';

const OUTSIDE =
  /^(?:cluster|dgram|dns|http2?|https|inspector|module|net|repl|sqlite|tls|trace_events|v8|vm|wasi|worker_threads)(?:\/|$)/;

/** What a file may ask for, and everything else is an error that tells it so. */
function required(name: string): unknown {
  const bare = name.startsWith('node:') ? name.slice('node:'.length) : name;
  if (builtinModules.includes(bare) || bare !== name) {
    if (OUTSIDE.test(bare))
      throw new Error(
        `'${name}' cannot be imported: an exercise may not use the network, other threads or the debugger.`,
      );
    return require(name);
  }
  if (name === 'backprop-lab' || /^(?:\.\.\/)+lib(?:\/index(?:\.ts)?)?$/.test(name)) return library();
  const error = new Error(
    `Cannot find module '${name}'. An exercise is one file, which can import 'backprop-lab' and nothing else.`,
  );
  throw Object.assign(error, { code: 'MODULE_NOT_FOUND' });
}

/** @throws what the code throws */
export function loadLearnerCode(code: string, file: string): Exported {
  const module = { exports: {}, filename: file, id: file, loaded: false };
  const load = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: file,
  });
  load.call(module.exports, module.exports, required, module, file, '/');
  return module.exports;
}

/** Takes away what leads around `required`, and what reaches other processes. */
export function closeDoors(): void {
  const doors: object = process;
  for (const name of ['binding', '_linkedBinding', 'dlopen', 'mainModule', '_debugProcess', '_debugEnd'])
    Reflect.deleteProperty(doors, name);
  const refuse = (): never => {
    throw new Error('An exercise may not reach other processes.');
  };
  for (const name of ['kill', '_kill']) Object.defineProperty(doors, name, { value: refuse });
  Object.defineProperty(os, 'setPriority', { value: refuse });
  Object.defineProperty(doors, 'getBuiltinModule', { value: required });
  for (const name of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, name);
}
