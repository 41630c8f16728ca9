// Small notebooks for tests. They are made below the repository, where tslab finds the packages.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { normalize } from '../../tools/notebooks/normal-form';
import { type Notebook, serializeNotebook } from '../../tools/notebooks/notebook';

export const ROOT = resolve(__dirname, '..', '..');

/** A cell's source, or its source and tags. */
export type ScratchCell = string | { source: string; tags: string[] };

export class Scratch {
  readonly folder: string;

  constructor() {
    const parent = join(ROOT, 'out', 'test');
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(join(parent, 'notebooks-'));
  }

  /** Writes a notebook of code cells in normal form and returns its path. */
  notebook(name: string, ...cells: ScratchCell[]): string {
    return this.file(`${name}.ipynb`, serializeNotebook(normalize(notebookOf(...cells))));
  }

  file(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function notebookOf(...cells: ScratchCell[]): Notebook {
  return {
    cells: cells.map((cell) => {
      const [source, tags] = typeof cell === 'string' ? [cell, []] : [cell.source, cell.tags];
      return { cell_type: 'code', metadata: { tags }, source, execution_count: null, outputs: [] };
    }),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** `npm run notebooks -- …` */
export function notebooksCommand(...args: string[]): { code: number | null; text: string; stdout: string } {
  const program = join(ROOT, 'tools', 'notebooks', 'main.ts');
  const register = join(ROOT, 'lib', 'typescript.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', register, program, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { code: status, text: stdout + stderr, stdout };
}
