/** Who takes part in the benchmark, and how they get here. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerCommand } from './peer';
import type { Name } from './workloads';

/** A folder of their own: the course does not depend on them. */
export const FOLDER = join(__dirname, '..', '..', '.cache', 'bench');
const PACKAGES = {
  '@tensorflow/tfjs': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
};

/** Installs what is missing; no program of a package runs for it. */
export function installPeers(): void {
  const text = `${JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2)}\n`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), text);
  if (Object.keys(PACKAGES).every((name) => existsSync(join(FOLDER, 'node_modules', name)))) return;
  console.log('bench: installing TensorFlow.js into .cache/bench');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: 'inherit',
  });
}

/** How many steps are compared before anything is measured. */
export const COMPARED = 4;

/** Everyone, for one workload: this library first. */
export function peersOf(name: Name, python: string | undefined): PeerCommand[] {
  const program = (file: string): string => join(__dirname, 'peers', file);
  const words = [name, FOLDER, String(COMPARED)];
  const ours = (backend: string): PeerCommand => ({
    title: `this library, ${backend}`,
    command: process.execPath,
    arguments: ['-r', join(__dirname, '..', '..', 'lib', 'typescript.cjs'), program('ours.ts'), ...words],
    environment: { BACKPROP_BACKEND: backend },
  });
  const tfjs = (backend: string): PeerCommand => ({
    title: `tfjs, ${backend}`,
    command: process.execPath,
    arguments: [program('tfjs.cjs'), ...words, backend],
  });
  const torch = (): PeerCommand[] =>
    python === undefined
      ? []
      : [{ title: 'PyTorch, 1 thread', command: python, arguments: [program('pytorch.py'), ...words, '1'] }];
  return [ours('simd'), ours('reference'), tfjs('wasm'), tfjs('cpu'), ...torch()];
}
