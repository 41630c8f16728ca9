import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { SetupError } from './errors';
import { exec } from './exec';
import { jsonText, readIfThere, writeInOneStep } from './files';
import type { Places } from './paths';

/** Raise it when the set-up makes environments that differ in a way that the other fields do not show. */
const schema = 1;

/** The last thing written into an environment: it is there only if all else went well. */
export interface Stamp {
  schema: number;
  /** The checksum of requirements.txt. */
  lock: string;
  /** Python's version. */
  python: string;
  /** Where the project was: the scripts of a virtual environment contain its path, it cannot be moved. */
  root: string;
}

export interface VenvState {
  kind: 'ready' | 'absent' | 'half-made' | 'stale';
  /** Why it is not ready. */
  why: string;
}

/** Looks at the virtual environment without changing it; takes some 30 ms. */
export async function inspectVenv(places: Places): Promise<VenvState> {
  const venv = await lstat(places.venv).catch(() => undefined);
  if (!venv) return { kind: 'absent', why: '.venv is not made yet' };
  const found = parseStamp(await readIfThere(places.stamp));
  if (!found) return { kind: 'half-made', why: '.venv was not finished' };
  if (found.schema !== schema)
    return { kind: 'stale', why: '.venv was made by another version of the course' };
  if (found.root !== places.root) return { kind: 'stale', why: `.venv was made for ${found.root}` };
  if (found.lock !== (await lockHash(places))) {
    return { kind: 'stale', why: 'tools/setup/requirements.txt has changed since .venv was made' };
  }
  const version = await venvPythonVersion(places);
  if (!version) return { kind: 'stale', why: `the Python of .venv (${found.python}) is gone` };
  // The packages lie in a folder that is named after the minor version; a new patch release finds them there.
  if (minorVersion(version) !== minorVersion(found.python)) {
    return { kind: 'stale', why: `.venv was made with Python ${found.python} and now finds ${version}` };
  }
  if (!(await lstat(places.jupyter).catch(() => undefined))) {
    return { kind: 'stale', why: 'JupyterLab is gone from .venv' };
  }
  return { kind: 'ready', why: '' };
}

export async function writeStamp(places: Places): Promise<void> {
  const python = await venvPythonVersion(places);
  if (!python)
    throw new SetupError('The new .venv does not work', 'delete the folder .venv and run npm start again');
  const stamp: Stamp = { schema, lock: await lockHash(places), python, root: places.root };
  await writeInOneStep(places.stamp, jsonText(stamp));
}

async function lockHash(places: Places): Promise<string> {
  const text = await readIfThere(places.requirements);
  if (text === undefined) {
    throw new SetupError(
      'tools/setup/requirements.txt is missing',
      'restore it with: git checkout tools/setup/requirements.txt',
    );
  }
  // Git may have changed the line ends on Windows.
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

async function venvPythonVersion(places: Places): Promise<string | undefined> {
  const print = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
  const { code, stdout } = await exec([places.python, '-I', '-S', '-c', print], { timeout: 30_000 });
  return code === 0 && /^\d+\.\d+\.\d+\s*$/.test(stdout) ? stdout.trim() : undefined;
}

function minorVersion(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function parseStamp(text: string | undefined): Stamp | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<Stamp> | null;
    const { schema, lock, python, root } = value ?? {};
    if (typeof schema !== 'number' || typeof lock !== 'string') return undefined;
    return typeof python === 'string' && typeof root === 'string'
      ? { schema, lock, python, root }
      : undefined;
  } catch {
    return undefined;
  }
}
