// Tier A: bubblewrap. The process sees a file system with nothing in it but node and the program, no network, and no
// other process; it is nobody, and may use so much and no more.

import { spawn } from 'node:child_process';
import { closeSync, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Tier } from '.';
import { environment } from './environment';
import { RESOURCES } from './limits';
import { nodeArguments } from './program';
import { sharedObjects } from './shared-objects';
import { freshUser } from './user';
import { systemProgram } from './which';

/** Behind the standard streams and the channel; bubblewrap reads the filter from it and closes it. */
const FILTER_FD = 4;
const NOBODY = '65534';
const TEMPORARY_BYTES = 16 * 2 ** 20;
const DEVICES = ['/dev/null', '/dev/urandom'];
/** Where everything lies inside: nothing tells where it lies outside. */
const PROGRAM = '/sandbox';
const NODE = '/node';

export const bubblewrapTier: Tier = {
  name: 'A',
  certified: true,
  words:
    'bubblewrap (own namespaces, no network, a read-only root with node and the library), seccomp, limits, another user',
  async prepare(program) {
    if (process.platform !== 'linux') throw new Error('bubblewrap is a program for Linux');
    const bwrap = systemProgram('bwrap', 'bubblewrap');
    const prlimit = systemProgram('prlimit', 'util-linux');
    const setpriv = systemProgram('setpriv', 'util-linux');
    const node = realpathSync(process.execPath);
    const { folder, seccomp } = program;
    const isRoot = freshUser() !== undefined;

    const tools = isRoot ? [prlimit, setpriv] : [prlimit];
    const visible = [...tools, ...sharedObjects([node, ...tools])];
    const sandbox = [
      ...['pid', 'ipc', 'net', 'uts'].map((kind) => `--unshare-${kind}`),
      '--unshare-cgroup-try',
      ...(isRoot ? ROOTS_OWN : ['--unshare-user', '--uid', NOBODY, '--gid', NOBODY]),
      ...['--new-session', '--die-with-parent', '--hostname', 'sandbox', '--clearenv'],
      ...Object.entries(environment()).flatMap(([name, value]) => ['--setenv', name, value ?? '']),
      ...foldersOf([...visible, ...DEVICES]).flatMap((path) => ['--perms', '0755', '--dir', path]),
      ...visible.flatMap((path) => ['--ro-bind', path, path]),
      ...['--ro-bind', node, NODE, '--ro-bind', folder, PROGRAM],
      ...DEVICES.flatMap((path) => ['--dev-bind', path, path]),
      ...['--perms', '1777', '--size', String(TEMPORARY_BYTES), '--tmpfs', '/tmp'],
      ...['--remount-ro', '/', '--chdir', PROGRAM, '--seccomp', String(FILTER_FD), '--'],
    ];
    const limited = [
      prlimit,
      `--data=${RESOURCES.data}`,
      `--nproc=${RESOURCES.processes}`,
      `--nofile=${RESOURCES.files}`,
      `--cpu=${RESOURCES.cpuSeconds}`,
      `--core=${RESOURCES.core}`,
      `--fsize=${RESOURCES.fileBytes}`,
    ];
    const command = [NODE, ...nodeArguments(program, PROGRAM)];
    return () => {
      const user = freshUser();
      const filter = openSync(seccomp, 'r');
      const child = spawn(
        bwrap,
        [...sandbox, ...limited, ...(user === undefined ? [] : as(setpriv, user)), ...command],
        {
          env: {},
          stdio: ['ignore', 'pipe', 'pipe', 'pipe', filter],
        },
      );
      closeSync(filter);
      // When bubblewrap dies, so does the first process of its namespace, and with that one all others.
      return { child, kill: () => child.kill('SIGKILL') };
    };
  },
};

/** All folders above some files, the upper ones first. Bubblewrap would make them for root alone. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  const add = (path: string): void => {
    const folder = dirname(path);
    if (folder === path || folder === '/') return;
    add(folder);
    folders.add(folder);
  };
  for (const path of paths) add(path);
  return [...folders];
}

/**
 * Root needs no namespace of users: it becomes somebody else for good, whom the kernel counts by himself. (Inside a
 * namespace of users it would stay root for the kernel, and root has no limit of processes.)
 */
const ROOTS_OWN = ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'].flatMap((name) => ['--cap-add', name]);

const as = (setpriv: string, user: number): string[] => [
  setpriv,
  `--reuid=${user}`,
  `--regid=${user}`,
  '--clear-groups',
  '--inh-caps=-all',
  '--ambient-caps=-all',
  '--bounding-set=-all',
  '--no-new-privs',
];
