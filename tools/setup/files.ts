import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, explainFileError } from './errors';

/** The text of a file, or undefined if there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw explainFileError(error, file);
  }
}

/** Writes a file in one step, so that another process sees the old text or the new one and never a half. */
export async function writeInOneStep(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    throw explainFileError(error, file);
  }
}

/** Writes a file only if its text differs; says whether it did. */
export async function writeIfDifferent(file: string, text: string): Promise<boolean> {
  if ((await readIfThere(file)) === text) return false;
  await writeInOneStep(file, text);
  return true;
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
