import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { explainFileError } from './errors';
import { jsonText, readIfThere, writeIfDifferent } from './files';
import { type Places, projectRoot } from './paths';

/** What Jupyter reads from kernel.json. */
export interface Kernelspec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: 'message';
}

/** Launchers show one of them. */
const logos = ['logo-svg.svg', 'logo-64x64.png', 'logo-32x32.png'];

export function kernelspecFile(places: Places): string {
  return path.join(places.venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
}

/** All paths are absolute: Jupyter may be started with another PATH, and kernels run in their notebook's folder. */
export function kernelspecOf(places: Places): Kernelspec {
  const boot = path.join(places.root, 'tools', 'kernel', 'boot.cjs');
  return {
    // Without this option Node could not unwind a cell that is interrupted after an `await`.
    argv: [process.execPath, '--no-force-async-hooks-checks', boot, 'main.ts', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    // A signal would reach the whole process; a message reaches the thread that knows what to stop.
    interrupt_mode: 'message',
  };
}

/** Registers the kernel inside the virtual environment; on each start, for Node may have been upgraded. */
export async function writeKernelspec(places: Places): Promise<boolean> {
  const file = kernelspecFile(places);
  for (const logo of logos) await copyIfMissing(logo, path.join(path.dirname(file), logo));
  return writeIfDifferent(file, jsonText(kernelspecOf(places)));
}

async function copyIfMissing(logo: string, target: string): Promise<void> {
  if ((await readIfThere(target)) !== undefined) return;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(projectRoot, 'tools', 'kernel', 'logo', logo), target);
  } catch (error) {
    throw explainFileError(error, target);
  }
}
