import { realpathSync } from 'node:fs';
import { access, constants, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { explainFileError, noSpaceLeft, SetupError } from './errors';
import { exec } from './exec';
import { jupyterVariables, writeJupyterConfig } from './jupyter';
import { writeKernelspec } from './kernelspec';
import { withLock } from './mutex';
import { type Places, placesOf, projectRoot } from './paths';
import { type InstallStep, installWithPip, writeLog } from './pip';
import { explainPython, findPython, type Python } from './python';
import { type Report, reportTo } from './report';
import { inspectVenv, writeStamp } from './stamp';

export interface Environment {
  root: string;
  /** The virtual environment's own programs, as absolute paths. */
  python: string;
  jupyter: string;
  /** What to add to `process.env` for Jupyter and its children: it keeps them inside the project. */
  env: Record<string, string>;
}

/** Everything has a default; tests put their own parts in. */
export interface EnvironmentOptions {
  root?: string;
  report?: Report;
  /** How to find a Python, and how to fill the virtual environment that it makes. */
  python?: () => Promise<Python>;
  install?: InstallStep;
}

/** What the environment and pip's downloads need while they are made. */
const neededSpace = 500e6;

/**
 * The project's Python environment with JupyterLab and the course's kernel in it, made or mended if need be. If it
 * is ready this takes some 50 ms; making it takes about a minute.
 */
export async function ensureEnvironment(options: EnvironmentOptions = {}): Promise<Environment> {
  const places = placesOf(realpathSync(options.root ?? projectRoot));
  const report = options.report ?? reportTo(process.stderr);
  if ((await inspectVenv(places)).kind !== 'ready') {
    const onWait = () => report.say('Another start is making .venv; waiting for it …');
    await withLock(places.lock, () => makeUnlessReady(places, report, options), { onWait });
  }
  await writeKernelspec(places);
  await writeJupyterConfig(places);
  return { root: places.root, python: places.python, jupyter: places.jupyter, env: jupyterVariables(places) };
}

/** Asks again whether the environment is ready: the process that held the lock before may have made it. */
async function makeUnlessReady(places: Places, report: Report, options: EnvironmentOptions): Promise<void> {
  const state = await inspectVenv(places);
  if (state.kind === 'ready') return;
  const python = await (options.python ?? findPython)();
  await checkSpace(places);
  report.say(
    state.kind === 'absent'
      ? `Setting up JupyterLab in .venv with Python ${python.version}; once, about a minute.`
      : `Making .venv anew with Python ${python.version}, for ${state.why}; about a minute.`,
  );
  await makeVenv(places, python, report);
  await (options.install ?? installWithPip)(places, report);
  await writeStamp(places);
  report.say('JupyterLab is set up.');
}

/** Always from nothing: half an environment cannot be told from a whole one by looking at it. */
async function makeVenv(places: Places, python: Python, report: Report): Promise<void> {
  report.update('Making the Python environment');
  try {
    await access(places.root, constants.W_OK);
    await rm(places.venv, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw explainFileError(error, places.venv);
  }
  const command = [...python.command, '-I', '-m', 'venv', places.venv];
  const { code, stdout, stderr } = await exec(command, { cwd: places.root });
  if (code === 0) return;
  const output = stdout + stderr;
  await writeLog(places.log, [`$ ${command.join(' ')}`, output]);
  if (/ensurepip|No module named venv/.test(output)) throw explainPython({ ...python, problem: 'no venv' });
  if (/No space left|Errno 28/.test(output)) throw noSpaceLeft('.venv');
  const log = path.relative(places.root, places.log);
  throw new SetupError(
    `${python.command.join(' ')} could not make the virtual environment .venv`,
    `see why in ${log}, or name another Python with PYTHON=/path/to/python`,
  );
}

async function checkSpace(places: Places): Promise<void> {
  const disk = await statfs(places.root);
  if (disk.bavail * disk.bsize < neededSpace) throw noSpaceLeft('.venv');
}
