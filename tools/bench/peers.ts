/** Who takes part in the benchmark, and which program each is. */
import { join } from 'node:path';
import { installNode, otherNodes } from '../test/nodes';
import { FOLDER, installPeers } from './install';
import type { PeerCommand } from './peer';
import type { Name } from './workloads';

/** What --only takes, and how charts name them. */
export const FAMILIES = {
  ours: 'this library',
  reference: 'this library, plain loops',
  tfjs: 'TensorFlow.js',
  jax: 'jax-js',
  brain: 'brain.js',
  pytorch: 'PyTorch',
} as const;

export type Family = keyof typeof FAMILIES;
export const FAMILY_NAMES = Object.keys(FAMILIES) as Family[];

export interface Contestant extends PeerCommand {
  family: Family;
}

/** How many steps are compared before anything is measured, and after how many ms two must do. */
export const COMPARED = 4;
export const PATIENCE = 10_000;

/** From npm. */
const FROM_NPM: readonly Family[] = ['tfjs', 'jax', 'brain'];

/** jax-js asks its surroundings what they are in a way that Node answers since version 21. */
const OLDEST_FOR_JAX = 21;
const NODE_FOR_JAX = 24;

/** The Node that runs jax-js: this one, or a newer one that is fetched. */
function nodeForJax(): string {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_FOR_JAX) return process.execPath;
  const release = otherNodes().find(({ line }) => line === NODE_FOR_JAX)?.release;
  if (release === undefined) throw new Error(`there is no package of Node ${NODE_FOR_JAX} for this system`);
  return installNode(release, join(FOLDER, '..', 'nodes'));
}

export interface Field {
  families: readonly Family[];
  python: string;
  /** The program that runs jax-js. */
  jaxNode: string;
}

/** Installs what is asked for, and leaves out with one line what cannot be. */
export function prepare(families: readonly Family[], python: string): Field {
  const problems = new Map<Family, string>();
  if (families.some((family) => FROM_NPM.includes(family))) {
    const problem = installPeers();
    if (problem !== null) for (const family of FROM_NPM) problems.set(family, problem);
  }
  let jaxNode = process.execPath;
  if (families.includes('jax') && !problems.has('jax')) {
    try {
      jaxNode = nodeForJax();
    } catch (error) {
      problems.set('jax', error instanceof Error ? error.message : String(error));
    }
  }
  const left = families.filter((family) => !problems.has(family));
  const missing = families.filter((family) => problems.has(family));
  if (missing.length > 0) {
    const names = missing.map((family) => FAMILIES[family]).join(', ');
    console.log(`bench: without ${names}: ${problems.get(missing[0])}`);
  }
  return { families: left, python, jaxNode };
}

/**
 * The contestants for one workload: this library first.
 * @param folder where the workload's numbers are, inside of FOLDER: from there they find their packages
 */
export function contestants(name: Name, folder: string, { families, python, jaxNode }: Field): Contestant[] {
  const program = (file: string): string => join(__dirname, 'peers', file);
  const words = [name, folder, String(COMPARED), String(PATIENCE)];
  const ours = (family: Family, title: string, environment: Record<string, string>): Contestant => ({
    family,
    title,
    command: process.execPath,
    arguments: ['-r', join(__dirname, '..', '..', 'lib', 'typescript.cjs'), program('ours.ts'), ...words],
    environment,
  });
  const tfjs = (backend: string): Contestant => ({
    family: 'tfjs',
    title: `tfjs, ${backend}`,
    command: process.execPath,
    arguments: [program('tfjs.cjs'), ...words, backend],
  });
  const pytorch = (threads: string, title: string): Contestant => ({
    family: 'pytorch',
    title: `PyTorch, ${title}`,
    command: python,
    arguments: [program('pytorch.py'), ...words, threads],
    mend: '--python names a Python that has PyTorch',
  });
  const all: Contestant[] = [
    ours('ours', 'this library', { BACKPROP_BACKEND: 'simd' }),
    ours('ours', 'this library, 1 thread', { BACKPROP_BACKEND: 'simd', BACKPROP_THREADS: '1' }),
    ours('reference', 'this library, reference', { BACKPROP_BACKEND: 'reference' }),
    tfjs('wasm'),
    tfjs('cpu'),
    { family: 'jax', title: 'jax-js, wasm', command: jaxNode, arguments: [program('jax.mjs'), ...words] },
    {
      family: 'brain',
      title: 'brain.js',
      command: process.execPath,
      arguments: [program('brain.cjs'), ...words],
    },
    pytorch('1', '1 thread'),
    pytorch('all', 'all threads'),
  ];
  return all.filter(({ family }) => families.includes(family));
}
