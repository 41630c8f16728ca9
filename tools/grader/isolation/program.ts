// The program that runs in every sandbox, made once and kept: the shim and the library as one JavaScript file each, and
// what V8 makes of the library. A sandbox then starts without a compiler, and needs to see nothing but these files.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ascii } from '../ascii';
import { ROOT } from '../paths';
import { LIBRARY } from '../sandbox/library';
import { NODE_FLAGS } from './limits';
import { permissions } from './permissions';
import { hasSeccomp, seccompFilter } from './seccomp';

export interface Program {
  /** All that the sandbox has to see, besides node itself. */
  readonly folder: string;
  /** The file in the folder that node runs. */
  readonly main: string;
  /** The filter for system calls; an empty file on machines that have none. */
  readonly seccomp: string;
  /** Of node's; the permission model comes with them, unless there are none. */
  readonly flags: readonly string[];
}

const KEPT = join(ROOT, '.cache', 'sandbox');
const MAIN = 'main.cjs';
const MONTH_MS = 30 * 24 * 60 * 60 * 1000;
const FILTER = 'seccomp.bpf';
const SHIM = join(ROOT, 'tools', 'grader', 'sandbox');
const LIB = join(ROOT, 'lib');
const KERNELS = ['kernels-fused.wasm', 'kernels.wasm'];
/** They draw pictures, which no exercise asks for; and they are large. */
const LEFT_OUT = ['vega', 'vega-lite'];

let made: Promise<Program> | undefined;

/** The command line, for a program that lies in this folder. */
export const nodeArguments = ({ main, flags }: Program, folder: string): string[] => [
  ...flags,
  ...(flags.length > 0 ? permissions(folder) : []),
  join(folder, main),
];

/** @throws when it cannot be built */
export function sandboxProgram(): Promise<Program> {
  made ??= keptOrMade();
  return made;
}

async function keptOrMade(): Promise<Program> {
  const folder = join(KEPT, fingerprint());
  if (!existsSync(folder)) await make(folder);
  return { folder, main: MAIN, seccomp: join(folder, FILTER), flags: NODE_FLAGS };
}

/** Of everything that the program is made of. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const { version } = JSON.parse(
    readFileSync(require.resolve('rolldown/package.json', { paths: [ROOT] }), 'utf8'),
  ) as { version: string };
  hash.update([version, process.version, process.arch, ...NODE_FLAGS].join('\0'));
  hash.update(filter());
  for (const folder of [LIB, SHIM]) {
    const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
      /\.(?:ts|wasm)$/.test(name),
    );
    for (const name of names.sort()) {
      hash.update(`\0${name}\0`);
      hash.update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}

/** Empty on machines where no tier uses it. */
const filter = (): Buffer => (hasSeccomp() ? seccompFilter() : Buffer.alloc(0));

/** Under its name only when it is whole: another process may make the same at the same time. */
async function make(folder: string): Promise<void> {
  mkdirSync(KEPT, { recursive: true });
  const unfinished = mkdtempSync(join(KEPT, 'unfinished-'));
  try {
    await bundle(join(SHIM, 'child.ts'), join(unfinished, MAIN));
    await bundle(join(LIB, 'index.ts'), join(unfinished, LIBRARY), asFunction);
    await bundle(join(SHIM, 'keep-compiled.ts'), join(unfinished, 'keep-compiled.cjs'));
    for (const name of KERNELS) {
      const file = join(LIB, 'backend', 'simd', name);
      if (existsSync(file)) copyFileSync(file, join(unfinished, name));
    }
    writeFileSync(join(unfinished, FILTER), filter());
    const kept = spawnSync(process.execPath, [...NODE_FLAGS, join(unfinished, 'keep-compiled.cjs')], {
      env: {},
      encoding: 'utf8',
    });
    if (kept.status !== 0) throw new Error(`sandbox: the library could not be loaded: ${kept.stderr}`);
    // The sandbox reads it as another user.
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, folder);
    forgetOld();
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Each change of the library makes another one; nobody runs a grader for a month. */
function forgetOld(): void {
  for (const name of readdirSync(KEPT)) {
    const folder = join(KEPT, name);
    if (Date.now() - statSync(folder).mtimeMs > MONTH_MS) rmSync(folder, { recursive: true, force: true });
  }
}

async function bundle(input: string, file: string, finish = (code: string): string => code): Promise<void> {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({ input, platform: 'node', external: LEFT_OUT, logLevel: 'silent' });
  const { output } = await build.generate({ format: 'cjs', exports: 'named' });
  await build.close();
  writeFileSync(file, finish(output[0].code));
}

/** An escape means the same as its character everywhere but in a raw template. */
function asFunction(code: string): string {
  if (code.includes('String.raw')) throw new Error('sandbox: the library has a raw template');
  return `(function (exports, require, module, __filename, __dirname) {${ascii(code)}\n})`;
}
