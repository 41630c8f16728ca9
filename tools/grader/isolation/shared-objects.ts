// The files that a program needs before it runs: the dynamic linker names them, instead of starting the program.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** Where the linker lies, and the libraries, on systems whose linker does not tell. */
const USUAL = ['/lib', '/lib64', '/usr/lib', '/usr/lib64'];

/** The shared libraries of some programs, the linker itself included: paths, each once. */
export function sharedObjects(programs: readonly string[]): string[] {
  const found = new Set<string>();
  for (const program of programs) {
    const { stdout } = spawnSync(program, [], {
      env: { LD_TRACE_LOADED_OBJECTS: '1' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    // "libm.so.6 => /lib/libm.so.6 (0x…)", and the linker "/lib64/ld-linux-x86-64.so.2 (0x…)".
    const paths = Array.from((stdout ?? '').matchAll(/^\s*(?:\S+ => )?(\S+) \(0x/gm), ([, path]) => path);
    const files = paths.filter((path) => isAbsolute(path) && existsSync(path));
    if (files.length === 0) return USUAL.filter((folder) => existsSync(folder));
    for (const file of files) found.add(file);
  }
  return [...found];
}
