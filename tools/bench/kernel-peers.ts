/** The kernels that are compared: this project's, stock tslab's, and Deno's, which is installed for it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KernelCommand, ownKernel } from '../kernel/client';

const ROOT = join(__dirname, '..', '..');
/** Where notebooks are: from here stock tslab finds the library. */
const NOTEBOOKS = join(ROOT, 'notebooks');
const FOLDER = join(ROOT, '.cache', 'bench', 'deno');
const DENO = '2.9.6';

export interface KernelPeer {
  title: string;
  command: KernelCommand;
  /** The statement that loads the whole library. */
  importLibrary: string;
}

export function kernelPeers(): KernelPeer[] {
  const importLibrary = "import * as lib from 'backprop-lab'; lib.tensor([1, 2]).sum().item()";
  const tslab = join(ROOT, 'node_modules', 'tslab', 'bin', 'tslab');
  const argv = [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'];
  return [
    { title: 'this kernel', command: { ...ownKernel(), cwd: NOTEBOOKS }, importLibrary },
    { title: 'tslab', command: { argv, cwd: NOTEBOOKS }, importLibrary },
    {
      title: `Deno ${DENO}`,
      command: {
        argv: [deno(), 'jupyter', '--kernel', '--conn', '{connection_file}'],
        cwd: NOTEBOOKS,
        env: { DENO_NO_UPDATE_CHECK: '1' },
      },
      importLibrary: importLibrary.replace('backprop-lab', join(ROOT, 'lib', 'index.ts')),
    },
  ];
}

/** Deno's program; npm brings it. */
function deno(): string {
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'win32' }[process.platform as 'linux'];
  const suffix = process.platform === 'linux' ? '-glibc' : '';
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno';
  const program = join(FOLDER, 'node_modules', '@deno', `${platform}-${process.arch}${suffix}`, name);
  if (existsSync(program)) return program;
  console.log(`bench: installing Deno ${DENO} into .cache/bench/deno`);
  mkdirSync(FOLDER, { recursive: true });
  const text = JSON.stringify({ private: true, dependencies: { deno: DENO } }, null, 2);
  writeFileSync(join(FOLDER, 'package.json'), `${text}\n`);
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', words, { cwd: FOLDER, stdio: 'inherit', shell: process.platform === 'win32' });
  return program;
}
