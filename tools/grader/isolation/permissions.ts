// Node's own permission model: reading of one folder, and nothing else. A lock inside the process, under those that the
// operating system puts around it.

import { join } from 'node:path';

/** The flags of this version of node; none where it has no such model, or cannot write the folder's name. */
export function permissions(folder: string): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const flag = ['--permission', '--experimental-permission'].find((name) => known.has(name));
  // Node 20 takes a comma in a path for the end of the path.
  if (!flag || folder.includes(',')) return [];
  return [flag, `--allow-fs-read=${join(folder, '*')}`, '--disable-warning=ExperimentalWarning'];
}
