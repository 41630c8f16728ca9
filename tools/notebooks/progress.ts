// One line per notebook while they run: a live bar on a terminal, a plain line when it is done elsewhere.

import { MultiBar, type SingleBar } from 'cli-progress';
import pc from 'picocolors';
import type { Run } from './headless';
import { notebookName } from './notebook';

export interface NotebookProgress {
  update(done: number, total: number): void;
  finish(run: Run): void;
}

export class Progress {
  private readonly bars: MultiBar | undefined;

  /** @param nameWidth of the longest name, so that the columns stand below each other */
  constructor(private readonly nameWidth: number) {
    if (!process.stdout.isTTY) return;
    this.bars = new MultiBar({
      format: '   {name} {bar} {value}/{total} cells  {duration_formatted}',
      barsize: 24,
      barCompleteChar: '━',
      barIncompleteChar: ' ',
      hideCursor: true,
      clearOnComplete: true,
      // A long cell makes no progress; the clock shows that it still runs.
      fps: 5,
      forceRedraw: true,
    });
  }

  start(file: string): NotebookProgress {
    const name = notebookName(file).padEnd(this.nameWidth);
    const bar = this.bars?.create(1, 0, { name });
    return {
      update(done, total) {
        bar?.setTotal(total);
        bar?.update(done);
      },
      finish: (run) => this.finish(name, run, bar),
    };
  }

  stop(): void {
    this.bars?.stop();
  }

  private finish(name: string, run: Run, bar: SingleBar | undefined): void {
    if (!this.bars || !bar) {
      console.log(resultLine(name, run));
      return;
    }
    this.bars.remove(bar);
    // Above the bars of those that still run; at once, for there may be none.
    this.bars.log(`${resultLine(name, run)}\n`);
    this.bars.update();
  }
}

function resultLine(name: string, run: Run): string {
  const mark = run.ok ? pc.green('ok') : pc.red('✗ ');
  return `${mark} ${name}  ${run.cells.length}/${run.total} cells  ${run.seconds.toFixed(1)} s`;
}
