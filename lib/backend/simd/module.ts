/**
 * The compiled kernels. Of the same sources there are two modules: one has the fused multiply-add of WebAssembly's
 * relaxed SIMD, which multiplies and adds in one instruction and rounds once, the other one runs without it. So the last bits of
 * a product may differ between machines, where one has the instruction and the other one has not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Module, WebAssembly } from './webassembly';

/** What `npm ci` compiles, the fastest first. */
export const MODULES = {
  fused: join(__dirname, 'kernels-fused.wasm'),
  plain: join(__dirname, 'kernels.wasm'),
} as const;
export type Build = keyof typeof MODULES;
export const BUILDS = Object.keys(MODULES) as Build[];

/** Node 20 has relaxed SIMD, too, but asks to be told. */
const ASKING = process.versions.node.startsWith('20.');
const [ON, OFF] = ['--experimental-wasm-relaxed-simd', '--no-experimental-wasm-relaxed-simd'];

/**
 * The first module that this machine takes.
 * @throws when none of the files is there, or this machine's WebAssembly has no SIMD
 */
export function loadModule(paths: readonly string[] = Object.values(MODULES)): Module {
  const found = paths.filter((path) => existsSync(path));
  if (found.length === 0) throw new Error('its kernels are not compiled; run npm ci');
  for (const path of found) {
    const module = compiled(readFileSync(path));
    if (module !== null) return module;
  }
  // What it lacks, the engine says itself.
  return new WebAssembly.Module(readFileSync(found[found.length - 1]));
}

/** Null where V8 does not know an instruction. */
function compiled(bytes: Uint8Array): Module | null {
  if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  if (!ASKING) return null;
  setFlagsFromString(ON);
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } finally {
    // As it was: what V8 keeps of compiled JavaScript is only good under the same flags.
    setFlagsFromString(OFF);
  }
}
