// Tier C: node's permission model and limits on memory and time. It stops accidents on every system, and no attacker.

import { spawn } from 'node:child_process';
import type { Tier } from '.';
import { environment } from './environment';
import { nodeArguments } from './program';

export const permissionTier: Tier = {
  name: 'C',
  certified: false,
  words: "Node's permission model (no files, no programs) and limits; the operating system guards nothing",
  async prepare(program) {
    const { folder } = program;
    const args = nodeArguments(program, folder);
    return () => {
      const child = spawn(process.execPath, args, {
        cwd: folder,
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
      return { child, kill: () => child.kill('SIGKILL') };
    };
  },
};
