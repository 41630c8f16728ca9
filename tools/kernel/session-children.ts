// Child processes that are to share the kernel's standard output and error: what they print belongs into the cell.

import childProcess, { ChildProcess, type SpawnSyncReturns, type StdioOptions } from 'node:child_process';
import { bound } from './session-source';

const NAMES = ['stdin', 'stdout', 'stderr'] as const;

interface Started {
  stdio?: StdioOptions;
  stdout?: NodeJS.ReadableStream | null;
  stderr?: NodeJS.ReadableStream | null;
}

/** From now on, inherited output arrives at this process's `stdout.write` and `stderr.write`. */
export function captureChildren(): void {
  captureSpawn();
  captureSync();
}

/** `spawn`, `fork`, `exec` and their like all come by here. */
function captureSpawn(): void {
  const prototype = ChildProcess.prototype as unknown as { spawn(this: Started, options: Started): unknown };
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    const { stdio, shared } = withoutSharing(options.stdio);
    const result = spawn.call(this, { ...options, ...(stdio ? { stdio } : {}) });
    for (const name of shared) {
      this[name]?.on(
        'data',
        bound((chunk: Uint8Array) => process[name].write(chunk)),
      );
      // As if it were shared: there is nothing to read here.
      this[name] = null;
    }
    return result;
  };
}

/** The functions that wait; what their child has printed is shown when it has ended. */
function captureSync(): void {
  const { spawnSync, execSync, execFileSync } = childProcess;
  type Result = Pick<SpawnSyncReturns<string | Uint8Array>, 'stdout' | 'stderr'>;
  const show = (shared: readonly Name[], result: Partial<Result>): void => {
    for (const name of shared) if (result[name]) process[name].write(result[name]);
  };
  const sharing =
    <Args extends unknown[]>(
      run: (...args: Args) => unknown,
      shownBy: (shared: readonly Name[], result: unknown) => unknown,
    ) =>
    (...args: Args): unknown => {
      const at = args.findIndex((arg) => typeof arg === 'object' && arg !== null && !Array.isArray(arg));
      const options = args[at] as Started | undefined;
      const { stdio, shared } = withoutSharing(options?.stdio);
      if (!stdio || shared.length === 0) return run(...args);
      const changed = args.map((arg, i) => (i === at ? { ...options, stdio } : arg)) as Args;
      try {
        return shownBy(shared, run(...changed));
      } catch (error) {
        show(shared, error as Partial<Result>);
        throw error;
      }
    };
  const resultOfSpawn = (shared: readonly Name[], result: unknown): unknown => {
    show(shared, result as Result);
    return result;
  };
  const resultOfExec = (shared: readonly Name[], stdout: unknown): unknown => {
    if (!shared.includes('stdout')) return stdout;
    show(['stdout'], { stdout: stdout as string });
    return null;
  };
  Object.assign(childProcess, {
    spawnSync: sharing(spawnSync, resultOfSpawn),
    execSync: sharing(execSync, resultOfExec),
    execFileSync: sharing(execFileSync, resultOfExec),
  });
}

type Name = 'stdout' | 'stderr';

/** The same `stdio` with pipes instead of this process's own output. */
function withoutSharing(stdio: StdioOptions | undefined): { stdio?: StdioOptions; shared: Name[] } {
  const three = typeof stdio === 'string' ? [stdio, stdio, stdio] : stdio;
  if (!three) return { shared: [] };
  const shared: Name[] = [];
  const changed = three.map((entry, i) => {
    const name = NAMES[i];
    if (name === undefined || name === 'stdin') return entry;
    if (entry !== 'inherit' && entry !== 1 && entry !== 2 && entry !== process[name]) return entry;
    shared.push(name);
    return 'pipe';
  });
  return { stdio: changed as StdioOptions, shared };
}
