// Starts the process for the learner's code: little memory, and node's permission model where it is to be had.
// That stops accidents. Protection against an attacker comes from the operating system, around this process.

import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const HEAP_MEGABYTES = 256;
const ROOT = realpathSync(join(__dirname, '..', '..', '..'));

/** It may read the project and the learner's file; it may write nothing and start nothing. */
function permissions(file: string): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const flag = ['--permission', '--experimental-permission'].find((name) => known.has(name));
  const readable = [join(ROOT, '*'), file, ...packageFiles(file)];
  // Node 20 takes a comma in a path for the end of the path.
  if (!flag || readable.some((path) => path.includes(','))) return [];
  return [flag, ...readable.map((path) => `--allow-fs-read=${path}`)];
}

/** ts-node looks in every folder above a file for the package that it belongs to. */
function packageFiles(file: string): string[] {
  const folder = dirname(file);
  const here = join(folder, 'package.json');
  return folder === file ? [] : [here, ...packageFiles(folder)];
}

/** The environment holds nothing that belongs to the user. Windows cannot start a program without SystemRoot. */
function environment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return {
    // For a file that lies outside the project and imports the library.
    NODE_PATH: join(ROOT, 'node_modules'),
    NO_COLOR: '1',
    ...(SystemRoot && { SystemRoot }),
  };
}

export function spawnChild(file: string): ChildProcess {
  const flags = [
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    '--disable-warning=ExperimentalWarning',
    ...permissions(file),
    '--require',
    join(ROOT, 'lib', 'typescript.cjs'),
  ];
  return spawn(process.execPath, [...flags, join(__dirname, 'child.ts')], {
    cwd: ROOT,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}
