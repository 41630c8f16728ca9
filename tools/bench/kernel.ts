/** How quick the kernel is beside others: each in a process of its own, in turn, in several rounds. */
import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { KernelClient, textOf } from '../kernel/client';
import { type KernelPeer, kernelPeers } from './kernel-peers';
import { machine } from './machine';
import { digits } from './report';
import { type Times, table, timesOf } from './statistics';
import { writeText } from './write-text';

export interface KernelOptions {
  rounds: number;
  json?: string;
}

/** One round of one kernel: figures by the name of what was measured, or why there is none. */
type Figures = Record<string, number | string>;

const LIMIT_MS = 60_000;
const WARM_CELLS = 10;
const LINES = 20_000;
const LOOP = 'let s = 0; for (let i = 0; i < 1e7; i++) s += i * 0.5;';

export async function benchKernel({ rounds, json }: KernelOptions): Promise<void> {
  const peers = kernelPeers();
  const figures = peers.map((): Figures[] => []);
  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    plain.push(loopInFunction());
    for (const [i, peer] of peers.entries()) figures[i]?.push(await measure(peer));
  }
  const inFunction = timesOf(plain);
  const names = Object.keys(figures[0]?.[0] ?? {});
  const rows = names.map((name) => [name, ...figures.map((own) => cell(own.map((one) => one[name])))]);
  rows.push([
    'loop, × the same in a function',
    ...figures.map((own) => {
      const times = numbers(own.map((one) => one[LOOP_NAME]));
      return times.length > 0 ? digits(timesOf(times).median / inFunction.median) : '–';
    }),
  ]);
  console.log(machine().text);
  console.log(table([['median (least to most)', ...peers.map(({ title }) => title)], ...rows]));
  console.log(`${LOOP} in a function, in plain Node: ${text(inFunction)} ms`);
  if (json === undefined) return;
  const result = {
    machine: machine(),
    inFunction,
    peers: peers.map(({ title }, i) => ({ title, rounds: figures[i] })),
  };
  writeText(json, `${JSON.stringify(result, null, 2)}\n`);
}

const LOOP_NAME = 'top-level loop of 10⁷, ms';

async function measure(peer: KernelPeer): Promise<Figures> {
  const begun = performance.now();
  const kernel = await KernelClient.launch(peer.command);
  const figures: Figures = {};
  const note = async (name: string, body: () => Promise<number | string>): Promise<void> => {
    figures[name] = await Promise.race([body(), wait(LIMIT_MS, 'no answer', { ref: false })]).catch(
      (error: Error) => error.message.split('\n')[0] ?? 'failed',
    );
  };
  try {
    await note('start to ready, ms', async () => {
      await kernel.request('kernel_info_request', {});
      return performance.now() - begun;
    });
    await kernel.hearsOutput();
    await note('first cell, ms', () => timed(kernel, 'const a = 1; a'));
    await note('warm cell, ms', async () => {
      const times: number[] = [];
      for (let i = 0; i < WARM_CELLS; i++) times.push(await timed(kernel, `const b${i} = a + ${i}; b${i}`));
      return timesOf(times).median;
    });
    await note('import of the library, ms', () => timed(kernel, peer.importLibrary));
    await note('completion, ms', async () => {
      const asked = performance.now();
      await kernel.request('complete_request', { code: 'Math.cei', cursor_pos: 8 });
      return performance.now() - asked;
    });
    await note(LOOP_NAME, async () => {
      const code = `const begun = Date.now(); ${LOOP} console.log('took', Date.now() - begun)`;
      const { stdout, reply } = await kernel.execute(code);
      return stdout.startsWith('took') ? Number(stdout.slice(5)) : String(reply.evalue);
    });
    await note('memory, MB', async () => memoryOf(kernel.child.pid as number));
    await note(`${LINES} lines printed, arrived`, () => linesThatArrive(kernel));
  } finally {
    await kernel.close();
  }
  return figures;
}

async function timed(kernel: KernelClient, code: string): Promise<number> {
  const begun = performance.now();
  const { reply } = await kernel.execute(code);
  if (reply.status !== 'ok') throw new Error(`cannot: ${reply.ename ?? ''} ${reply.evalue ?? ''}`.trim());
  return performance.now() - begun;
}

/** A kernel that loses output may also lose the word that it is idle: this waits until nothing comes any more. */
async function linesThatArrive(kernel: KernelClient): Promise<number> {
  const code = `for (let i = 0; i < ${LINES}; i++) console.log(i)`;
  const message = kernel.message('execute_request', { code, silent: false, stop_on_error: true });
  await kernel.send(message);
  let arrived = 0;
  for (let quiet = 0; quiet < 10 && arrived < LINES; quiet++) {
    await wait(300);
    const lines = textOf(kernel.publishedFor(message)).split('\n').length - 1;
    if (lines > arrived) quiet = 0;
    arrived = lines;
  }
  return arrived;
}

function loopInFunction(): number {
  const code = `function f() { ${LOOP} return s } const t = performance.now(); f(); console.log(performance.now() - t)`;
  return Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }));
}

/** What a process and those that it has started hold in memory. */
function memoryOf(pid: number): number | string {
  if (process.platform === 'win32') return 'not measured here';
  const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number) as [number, number, number]);
  const sum = (parent: number): number =>
    rows.reduce((total, [own, ppid, rss]) => {
      if (own === parent) return total + rss / 1024;
      return ppid === parent ? total + sum(own) : total;
    }, 0);
  return sum(pid);
}

const numbers = (values: readonly (number | string | undefined)[]): number[] =>
  values.filter((value): value is number => typeof value === 'number');

const text = ({ median, least, most }: Times): string =>
  `${digits(median)} (${digits(least)} to ${digits(most)})`;

/** A figure of all rounds, or why there is none. */
function cell(values: readonly (number | string | undefined)[]): string {
  const measured = numbers(values);
  return measured.length > 0 ? text(timesOf(measured)) : String(values[0] ?? '–').slice(0, 60);
}
