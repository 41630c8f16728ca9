import path from 'node:path';
import { jsonText, writeIfDifferent } from './files';
import type { Places } from './paths';

/** What Jupyter reads from kernel.json. */
export interface Kernelspec {
  argv: string[];
  display_name: string;
  language: string;
}

export function kernelspecFile(places: Places): string {
  return path.join(places.venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
}

/** Both paths are absolute: Jupyter may be started with another PATH, and kernels run in their notebook's folder. */
export function kernelspecOf(places: Places): Kernelspec {
  const tslab = path.join(places.root, 'node_modules', 'tslab', 'bin', 'tslab');
  return {
    // The option and its value are two words: not every client replaces a {connection_file} within a word.
    argv: [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
  };
}

/** Registers the kernel inside the virtual environment; on each start, for Node may have been upgraded. */
export async function writeKernelspec(places: Places): Promise<boolean> {
  return writeIfDifferent(kernelspecFile(places), jsonText(kernelspecOf(places)));
}
