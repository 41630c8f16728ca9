// Executes a notebook without Python: one node process per notebook, watched from here.

import { basename, dirname } from 'node:path';
import type { CellOutcome } from '../kernel/outputs';
import type { CellMessage } from './cell-process';
import { type ChildEnd, startChild } from './child';
import {
  type CodeCell,
  cellName,
  executableCells,
  mayFail,
  type Notebook,
  readNotebook,
  requireTslabKernel,
} from './notebook';
import { OutputCollector } from './outputs';

export interface CellRun {
  /** Place among all cells of the notebook, from 0. */
  index: number;
  id: string | undefined;
  seconds: number;
  /** False also for a cell that was allowed to fail. */
  ok: boolean;
}

export interface Failure {
  /** Place of the failing cell, from 0; undefined if the notebook did not get as far as a cell. */
  index: number | undefined;
  message: string;
}

export interface Run {
  file: string;
  ok: boolean;
  seconds: number;
  /** Cells to execute; `cells` are those that were. */
  total: number;
  cells: CellRun[];
  failure?: Failure;
  /** The notebook with the outputs of this run. */
  notebook: Notebook;
}

export interface RunOptions {
  /** Most seconds for one cell. */
  timeout: number;
  onProgress?: (done: number, total: number) => void;
}

export async function runHeadless(file: string, options: RunOptions): Promise<Run> {
  const notebook = readNotebook(file);
  requireTslabKernel(notebook, file);
  const run = new HeadlessRun(file, notebook, options);
  return run.execute();
}

class HeadlessRun {
  private readonly collector = new OutputCollector();
  private readonly begun = performance.now();
  private readonly notebook: Notebook;
  private readonly total: number;
  private readonly cells: CellRun[] = [];
  private current: { index: number; begun: number } | undefined;
  private failure: Failure | undefined;
  private finished = false;
  private timer: NodeJS.Timeout | undefined;
  private kill: () => void = () => {};

  constructor(
    private readonly file: string,
    notebook: Notebook,
    private readonly options: RunOptions,
  ) {
    this.total = executableCells(notebook).length;
    this.notebook = withoutOutputs(notebook);
  }

  async execute(): Promise<Run> {
    this.options.onProgress?.(0, this.total);
    const [folder, name] = [dirname(this.file), basename(this.file)];
    const child = startChild<CellMessage>('cell-process.ts', [name], folder, (message) =>
      this.receive(message),
    );
    this.kill = child.kill;
    this.watchClock();
    const end = await child.ended;
    clearTimeout(this.timer);
    if (!this.finished && !this.failure) this.died(end);
    return {
      file: this.file,
      ok: this.failure === undefined,
      seconds: secondsSince(this.begun),
      total: this.total,
      cells: this.cells,
      ...(this.failure ? { failure: this.failure } : {}),
      notebook: this.notebook,
    };
  }

  private receive(message: CellMessage): void {
    // What arrives after the last cell still belongs to it, as in Jupyter.
    const cell = this.current?.index ?? this.cells.at(-1)?.index;
    switch (message.type) {
      case 'start':
        this.current = { index: message.cell, begun: performance.now() };
        this.codeCell(message.cell).outputs = this.collector.outputs(message.cell);
        this.codeCell(message.cell).execution_count = this.cells.length + 1;
        this.watchClock();
        break;
      case 'output':
        if (cell !== undefined) this.collector.add(cell, message.output);
        break;
      case 'end':
        this.endWith(message.cell, message.outcome);
        this.watchClock();
        break;
      case 'finished':
        this.finished = true;
        break;
    }
  }

  private endWith(cell: number, outcome: CellOutcome): void {
    if (outcome.status === 'ok') {
      if (outcome.result) this.collector.result(cell, outcome.result, this.cells.length + 1);
    } else {
      this.collector.error(cell, outcome.error);
      if (!mayFail(this.codeCell(cell))) {
        this.failure = { index: cell, message: outcome.error.traceback.join('\n') };
      }
    }
    this.endCell(outcome.status === 'ok');
  }

  private endCell(ok: boolean): void {
    if (!this.current) return;
    const { index, begun } = this.current;
    this.cells.push({ index, id: this.codeCell(index).id, seconds: secondsSince(begun), ok });
    this.current = undefined;
    this.options.onProgress?.(this.cells.length, this.total);
  }

  private watchClock(): void {
    clearTimeout(this.timer);
    // Starting TypeScript takes its time on a busy machine, however short the cells may be.
    const most = this.current ? this.options.timeout : Math.max(this.options.timeout, 60);
    this.timer = setTimeout(() => {
      this.fail(
        'Timeout',
        `${this.place()} ran longer than ${most} s and was stopped (an endless loop? --timeout allows more).`,
      );
      this.kill();
    }, most * 1000);
  }

  private died(end: ChildEnd): void {
    const how = end.signal ? `signal ${end.signal}` : `exit code ${end.code}`;
    if (end.lastWords.includes('heap out of memory')) {
      this.fail('OutOfMemory', `${this.place()} used up the memory of its process.`);
    } else {
      const words = end.lastWords ? `\n${end.lastWords}` : '';
      this.fail('ProcessEnded', `${this.place()} ended its process (${how}).${words}`);
    }
  }

  private fail(ename: string, message: string): void {
    const index = this.current?.index;
    this.failure = { index, message };
    if (index === undefined) return;
    this.collector.error(index, { ename, evalue: message, traceback: [`${ename}: ${message}`] });
    this.endCell(false);
  }

  private place(): string {
    if (!this.current)
      return `${this.file}, ${this.cells.length > 0 ? 'between two cells' : 'before its first cell'},`;
    return `${this.file}, ${cellName(this.notebook, this.current.index)},`;
  }

  private codeCell(index: number): CodeCell {
    return this.notebook.cells[index] as CodeCell;
  }
}

export function secondsSince(begun: number): number {
  return Math.round(performance.now() - begun) / 1000;
}

function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : cell,
  );
  return { ...notebook, cells };
}
