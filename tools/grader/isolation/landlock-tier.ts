// Tier B: Landlock and seccomp, where bubblewrap may not make namespaces (in most containers, say). Python, which the
// project has anyway, makes the system calls that Node has no functions for.

import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Tier } from '.';
import { environment } from './environment';
import { RESOURCES } from './limits';
import { nodeArguments } from './program';
import { sharedObjects } from './shared-objects';
import { freshUser } from './user';
import { systemProgram } from './which';

const HELPER = join(__dirname, 'confine.py');
/** Looked at by the C library, by V8 and by OpenSSL while they start; where one is missing they do without. */
const READ = ['/etc/ld.so.cache', '/dev/null', '/dev/urandom'];

export const landlockTier: Tier = {
  name: 'B',
  certified: true,
  words:
    'Landlock (reads node and the library, writes nothing), seccomp (no network, no other process, no signal), limits, another user when the grader is root',
  async prepare(program) {
    if (process.platform !== 'linux') throw new Error('Landlock and seccomp are parts of Linux');
    const python = systemProgram('python3', 'python3');
    const node = realpathSync(process.execPath);
    const { folder, seccomp } = program;
    const settings = [
      `folder=${folder}`,
      `seccomp=${seccomp}`,
      `read=${folder}`,
      ...READ.map((path) => `read=${path}`),
      `run=${node}`,
      ...sharedObjects([node]).map((path) => `run=${path}`),
      `RLIMIT_DATA=${RESOURCES.data}`,
      `RLIMIT_NPROC=${RESOURCES.processes}`,
      `RLIMIT_NOFILE=${RESOURCES.files}`,
      `RLIMIT_CPU=${RESOURCES.cpuSeconds}`,
      `RLIMIT_CORE=${RESOURCES.core}`,
      `RLIMIT_FSIZE=${RESOURCES.fileBytes}`,
      ...Object.entries(environment()).map(([name, value]) => `environment=${name}=${value}`),
    ];
    const command = [node, ...nodeArguments(program, folder)];
    return () => {
      const user = freshUser();
      const who = user === undefined ? [] : [`user=${user}`];
      const child = spawn(python, ['-I', '-S', HELPER, ...settings, ...who, '--', ...command], {
        env: {},
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      });
      return { child, kill: () => child.kill('SIGKILL') };
    };
  },
};
