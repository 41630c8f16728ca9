// A session in a process of its own, for tests.

import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellReport } from './session-child';

const KERNEL = join(__dirname, '..', '..', 'tools', 'kernel');

export class Cells {
  readonly folder = mkdtempSync(join(tmpdir(), 'backprop-lab-kernel-'));
  private readonly child: ChildProcess;

  constructor() {
    const program = join(__dirname, 'session-child.ts');
    this.child = fork(join(KERNEL, 'boot.cjs'), [program, this.folder], {
      cwd: this.folder,
      execArgv: ['--no-force-async-hooks-checks'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  run(source: string): Promise<CellReport> {
    return new Promise((resolve, reject) => {
      const died = (code: number | null) =>
        reject(new Error(`the session's process ended with code ${code}`));
      this.child.once('exit', died);
      this.child.once('message', (report) => {
        this.child.off('exit', died);
        resolve(report as CellReport);
      });
      this.child.send(source);
    });
  }

  close(): void {
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a cell printed. */
export function printed({ outputs }: CellReport, name: 'stdout' | 'stderr' = 'stdout'): string {
  return outputs
    .map((output) => (output.type === 'stream' && output.name === name ? output.text : ''))
    .join('');
}
