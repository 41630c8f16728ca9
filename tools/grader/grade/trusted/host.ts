// The trusted process: one vitest for the whole class, with a worker thread for each lane. It is a process of its own so
// that the program around it can start it again, whatever happens here.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { BroadcastChannel } from 'node:worker_threads';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { ROOT } from '../../paths';
import type { FromHost, FromLane, HostOptions, ToHost } from './messages';
import './provided';

const RUNNER = join(__dirname, 'lane.graded.ts');
/** What may hold the lanes up when the program around is gone. */
const END_MS = 3_000;

const lines: BroadcastChannel[] = [];
let ending = false;

process.on('message', (message: ToHost) => {
  if (message === 'end') end();
  else if ('start' in message) void start(message.start);
  else lines[message.lane]?.postMessage(message);
});
process.on('disconnect', () => {
  end();
  setTimeout(() => process.exit(1), END_MS).unref();
});

const tell = (message: FromHost): void => {
  if (process.connected) process.send?.(message);
};

function end(): void {
  if (ending) return;
  ending = true;
  for (const line of lines) line.postMessage('end');
}

async function start(options: HostOptions): Promise<void> {
  try {
    const faults = await run(options);
    if (!ending) tell({ broken: faults.join('\n') || 'the tests ended by themselves' });
  } catch (error) {
    tell({ broken: String(error) });
  }
  for (const line of lines) line.close();
  if (process.connected) process.disconnect();
}

/** @returns the errors of vitest and of the lanes */
async function run({ lanes, ...options }: HostOptions): Promise<string[]> {
  const { startVitest } = await import('vitest/node');
  const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root: ROOT,
      watch: false,
      cache: false,
      reporters: [{}],
      maxWorkers: lanes,
      projects: Array.from({ length: lanes }, (_, lane) => project(lane, options)),
    },
    { logLevel: 'silent' },
    { stdout: silence(), stderr: silence() },
  );
  const errors = [
    ...vitest.state.getUnhandledErrors(),
    ...vitest.state
      .getTestModules()
      .flatMap((one) => [
        ...one.errors(),
        ...[...one.children.allTests()].flatMap((test) => test.result().errors ?? []),
      ]),
  ];
  await vitest.close();
  return errors.map((error) => String((error as { message?: unknown }).message ?? error));
}

/** The same file again for each lane: vitest gives each project a worker. */
function project(lane: number, options: Pick<HostOptions, 'tier'>): TestProjectInlineConfiguration {
  const channel = `lane ${lane} ${randomUUID()}`;
  const line = new BroadcastChannel(channel);
  line.onmessage = (event) => tell((event as { data: FromLane }).data);
  lines[lane] = line;
  return {
    root: ROOT,
    // What private tests import, wherever they lie.
    resolve: {
      alias: {
        '@backprop-lab/grading': join(ROOT, 'tools', 'grader', 'grading.ts'),
        'backprop-lab': join(ROOT, 'lib', 'index.ts'),
      },
    },
    test: {
      name: `lane ${lane}`,
      dir: __dirname,
      include: [RUNNER],
      pool: 'threads',
      // One file in a worker of its own needs no further isolation.
      isolate: false,
      provide: { lane: { lane, channel, options } },
    },
  };
}
