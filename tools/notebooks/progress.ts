// One line per notebook while they run: a live bar on a terminal, a plain line when it is done elsewhere.

import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import type { Run } from './headless';
import { notebookName } from './notebook';

export interface Progress {
  update(done: number, total: number): void;
  finish(run: Run): void;
}

export function startProgress(file: string, nameWidth: number): Progress {
  const name = notebookName(file).padEnd(nameWidth);
  if (!process.stdout.isTTY) return { update: () => {}, finish: (run) => console.log(resultLine(name, run)) };

  const bar = new SingleBar({
    format: `   ${name} {bar} {value}/{total} cells  {duration_formatted}`,
    barsize: 24,
    barCompleteChar: '━',
    barIncompleteChar: ' ',
    hideCursor: true,
    clearOnComplete: true,
    // A long cell makes no progress; the clock shows that it still runs.
    fps: 5,
    forceRedraw: true,
  });
  bar.start(1, 0);
  return {
    update(done, total) {
      bar.setTotal(total);
      bar.update(done);
    },
    finish(run) {
      bar.stop();
      console.log(resultLine(name, run));
    },
  };
}

function resultLine(name: string, run: Run): string {
  const mark = run.ok ? pc.green('ok') : pc.red('✗ ');
  return `${mark} ${name}  ${run.cells.length}/${run.total} cells  ${run.seconds.toFixed(1)} s`;
}
