/** The libraries from npm that take part in the benchmark, in exact versions, in a folder of their own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The course does not depend on them. */
export const FOLDER = join(__dirname, '..', '..', '.cache', 'bench');

const PACKAGES: Readonly<Record<string, string>> = {
  '@jax-js/jax': '0.1.25',
  '@tensorflow/tfjs': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'brain.js': '2.0.0-beta.24',
};

function isInstalled(name: string): boolean {
  try {
    const text = readFileSync(join(FOLDER, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version === PACKAGES[name];
  } catch {
    return false;
  }
}

/** Installs what is missing; no program of a package runs for it. @returns why it could not be, null if it was */
export function installPeers(): string | null {
  const names = Object.keys(PACKAGES);
  mkdirSync(FOLDER, { recursive: true });
  if (names.every(isInstalled)) return null;
  console.log(`bench: installing ${names.join(', ')} into .cache/bench`);
  writeFileSync(
    join(FOLDER, 'package.json'),
    `${JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2)}\n`,
  );
  // Without what they want beside them: brain.js wants GPU.js, and that brings 100 MB of graphics drivers.
  const words = [
    'install',
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { status, error, stderr } = spawnSync('npm', words, {
    cwd: FOLDER,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return null;
  const reason =
    error?.message ?? stderr.split('\n').find((line) => line.includes('error')) ?? 'it ended early';
  return `npm could not install them: ${reason.replace(/^npm (error|ERR!) /, '')}`;
}
