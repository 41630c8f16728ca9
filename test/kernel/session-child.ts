// Runs cells in a session of its own and tells what came of them: boot.cjs session-child.ts FOLDER

import type { Bundle, CellError, Output } from '../../tools/kernel/outputs';
import { Session } from '../../tools/kernel/session';

export interface CellReport {
  status: 'ok' | 'error';
  result?: Bundle;
  error?: CellError;
  outputs: Output[];
}

let outputs: Output[] = [];
const send = process.send?.bind(process);
const session = new Session({
  folder: process.argv[3] as string,
  onOutput: (output) => outputs.push(output),
  ask: (question) => `answer to ${question}`,
});
session.install();

let count = 0;
process.on('message', async (source: string) => {
  outputs = [];
  const outcome = await session.execute(source, { count: ++count });
  send?.({ ...outcome, outputs } satisfies CellReport);
});
