import path from 'node:path';
import { SetupError } from './errors';
import { readIfThere } from './files';

/** A package that package-lock.json names and node_modules does not have so. */
export interface PackageProblem {
  name: string;
  wanted: string;
  /** The version that is there; undefined if the package is missing. */
  found?: string;
  /** Whether learners need it: the course runs without the packages for its makers. */
  required: boolean;
}

interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  link?: boolean;
}

/** Without these nothing of the course runs, whatever package.json calls them: vitest grades the exercises. */
const requiredNames = ['tslab', 'vega-lite', 'vitest', 'ts-node'];

/** Compares node_modules with package-lock.json. */
export async function comparePackages(root: string): Promise<PackageProblem[]> {
  const lock = await readJson<{ packages: Record<string, LockEntry> }>(path.join(root, 'package-lock.json'));
  if (!lock)
    throw new SetupError('package-lock.json is missing', 'restore it with: git checkout package-lock.json');
  // An optional package is for some systems only; a link is a workspace folder of ours.
  const entries = Object.entries(lock.packages).filter(
    ([folder, entry]) =>
      folder.startsWith('node_modules/') && !entry.link && !entry.optional && !entry.devOptional,
  );
  const problems = await Promise.all(entries.map(([folder, entry]) => compareOne(root, folder, entry)));
  return problems.filter((problem): problem is PackageProblem => problem !== undefined);
}

async function compareOne(
  root: string,
  folder: string,
  entry: LockEntry,
): Promise<PackageProblem | undefined> {
  const manifest = await readJson<{ version?: string }>(path.join(root, folder, 'package.json'));
  if (manifest && manifest.version === entry.version) return undefined;
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const problem: PackageProblem = {
    name,
    wanted: entry.version ?? '',
    required: !entry.dev || requiredNames.includes(name),
  };
  return manifest?.version ? { ...problem, found: manifest.version } : problem;
}

/** Refuses to start without a package that learners need. */
export async function checkPackages(root: string): Promise<void> {
  const missing = (await comparePackages(root)).filter((problem) => problem.required && !problem.found);
  if (missing.length === 0) return;
  const others = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  throw new SetupError(`The npm package ${missing[0].name}${others} is not installed`, 'run npm ci');
}

async function readJson<T>(file: string): Promise<T | undefined> {
  const text = await readIfThere(file);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
