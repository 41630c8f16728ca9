// Executes one notebook's cells in order in a session of the kernel, in this process, which is started for that (see
// headless.ts): cell-process.ts FILE

import type { CellOutcome, Output } from '../kernel/outputs';
import { Session } from '../kernel/session';
import { report } from './child';
import { executableCells, mayFail, readNotebook } from './notebook';

export type CellMessage =
  | { type: 'start'; cell: number }
  | { type: 'output'; output: Output }
  | { type: 'end'; cell: number; outcome: CellOutcome }
  | { type: 'finished' };

const send = (message: CellMessage): void => report(message);

async function main(file: string): Promise<void> {
  const exit = process.exit.bind(process);
  const session = new Session({
    folder: process.cwd(),
    onOutput: (output) => send({ type: 'output', output }),
    ask: () => {
      throw new Error('prompt: this notebook is executed without a person who could answer');
    },
  });
  session.install();
  // The first question waits until TypeScript is loaded, which should not count as time of the first cell.
  await session.completeness('');
  let count = 0;
  for (const { index, cell } of executableCells(readNotebook(file))) {
    send({ type: 'start', cell: index });
    const outcome = await session.execute(cell.source, { count: ++count });
    send({ type: 'end', cell: index, outcome });
    if (outcome.status === 'error' && !mayFail(cell)) break;
  }
  send({ type: 'finished' });
  // Timers and servers of the notebook would keep the process alive.
  exit(0);
}

void main(process.argv[2] as string);
