import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Build } from '../../lib/backend/simd/module';
import { HASH_SECTION, hashOfSources, SOURCES } from './sources';

/** Imported by a name that TypeScript does not follow: the package's types declare a global `require` of their own. */
const COMPILER: string = 'assemblyscript/asc';

interface Compiler {
  main(
    argv: readonly string[],
    host: {
      readFile(name: string, baseDir: string): string | null;
      writeFile(name: string, contents: Uint8Array | string, baseDir: string): void;
      listFiles(folder: string, baseDir: string): string[];
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

/** -O3 for speed; no runtime, since nothing is allocated inside; SIMD is on since AssemblyScript 0.20. */
const OPTIONS = ['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd', '--use', 'abort='];

/** The memory comes from outside and is shared with the worker threads; it may grow to the 4 GiB of WebAssembly. */
const SHARED = ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'];

/** What tells the builds apart. */
export const OPTIONS_OF: Readonly<Record<Build, readonly string[]>> = {
  fused: ['--enable', 'relaxed-simd'],
  plain: [],
};

/** Compiles the kernels, and writes down of which sources. The same sources give the same bytes. */
export async function compile(build: Build): Promise<Uint8Array> {
  const module = await compileFolder(SOURCES, [...SHARED, ...OPTIONS_OF[build]]);
  return withSection(module, HASH_SECTION, hashOfSources());
}

/**
 * Compiles the AssemblyScript sources of a folder, starting at its index.ts.
 * @param options of the compiler, beside the usual ones
 */
export async function compileFolder(folder: string, options: readonly string[] = []): Promise<Uint8Array> {
  const asc = (await import(COMPILER)) as Compiler;
  let binary: Uint8Array | null = null;
  const words = ['index.ts', '--outFile', 'kernels.wasm', ...OPTIONS, ...options];
  const { error, stderr } = await asc.main(words, {
    readFile: (name, baseDir) => read(join(folder, baseDir, name)),
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === null) {
    throw new Error(
      `wasm: the sources of ${folder} do not compile:\n${stderr.toString()}${error?.message ?? ''}`,
    );
  }
  return binary;
}

/** The compiler asks for many places where a file could be; null where there is none. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Appends a custom section: 0, its size, the size of its name, the name, the text. Every size is below 128. */
function withSection(module: Uint8Array, name: string, text: string): Uint8Array {
  const bytes = [...Buffer.from(name), ...Buffer.from(text)];
  return Uint8Array.from([...module, 0, bytes.length + 1, name.length, ...bytes]);
}
