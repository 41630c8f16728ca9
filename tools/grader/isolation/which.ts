import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where the system keeps its programs. The user's PATH may lead elsewhere, and does not count. */
const FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin', '/usr/sbin', '/sbin'];

/** A program of the system. @throws when it is not there */
export function systemProgram(name: string, part: string): string {
  for (const folder of FOLDERS) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Elsewhere, perhaps.
    }
  }
  throw new Error(`${name} is not installed (on Debian and Ubuntu: apt install ${part})`);
}
