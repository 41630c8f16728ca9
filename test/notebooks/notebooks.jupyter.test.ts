// Every notebook of the course on the real kernel, as JupyterLab runs it. A notebook should take less than 60 s;
// the times are printed, but how fast this machine is does not decide a test.

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runJupyter } from '../../tools/notebooks/jupyter';
import { notebookName } from '../../tools/notebooks/notebook';
import { findNotebooks } from '../../tools/notebooks/paths';
import { type Environment, ensureEnvironment } from '../../tools/setup/environment';
import { ROOT } from './scratch';

const seconds = new Map<string, number>();
let environment: Environment;

beforeAll(async () => {
  environment = await ensureEnvironment();
}, 600_000);

afterAll(() => {
  const lines = [...seconds].map(([name, time]) => `${time > 60 ? '!' : ' '} ${name} ${time.toFixed(1)} s`);
  console.log(lines.join('\n'));
});

// Two at a time: most of a notebook's time is one thread's.
test.concurrent.each(findNotebooks([join(ROOT, 'notebooks')]))('%s', async (file) => {
  const run = await runJupyter(file, { timeout: 180 }, environment);
  seconds.set(notebookName(file), run.seconds);
  expect(run.failure?.message).toBeUndefined();
  expect(run.cells).toHaveLength(run.total);
  // The kernel goes on after these; they are no cell's failure, but a mistake of the notebook.
  expect(JSON.stringify(run.notebook.cells)).not.toMatch(/Unhandled rejection:|Uncaught error:/);
});
