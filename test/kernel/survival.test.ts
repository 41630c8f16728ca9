// What a kernel must survive, or must say before it ends. Each test that might end a kernel has one of its own.

import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Subscriber } from 'zeromq';
import { KernelClient, ownKernel, resultOf, textOf } from '../../tools/kernel/client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

async function withKernel(flags: string[], body: (own: KernelClient) => Promise<void>): Promise<void> {
  const own = await KernelClient.start(ownKernel(process.execPath, flags));
  try {
    await body(own);
  } finally {
    await own.close();
  }
}

describe('output belongs to the cell that caused it', () => {
  it('in timers, promises and callbacks that outlive the cell', async () => {
    const first = kernel.message('execute_request', {
      code: `setTimeout(() => console.log('timer'), 200);
void (async () => { await new Promise((resolve) => setTimeout(resolve, 250)); await null; console.log('promise') })();
import { readFile } from 'node:fs/promises'; void readFile('/nothing').catch(() => new Promise((resolve) => setTimeout(resolve, 300)).then(() => console.log('file')));`,
      silent: false,
    });
    await kernel.send(first);
    const second = await kernel.execute(
      "console.log('second'); await new Promise((resolve) => setTimeout(resolve, 600)); console.log('end')",
    );
    expect(second.stdout).toBe('second\nend\n');
    expect(textOf(kernel.publishedFor(first)).trim().split('\n').sort()).toEqual([
      'file',
      'promise',
      'timer',
    ]);
  });

  it('errors that nobody handles, too', async () => {
    const first = kernel.message('execute_request', {
      code: `setTimeout(() => { throw new Error('late throw') }, 200);
setTimeout(() => { void Promise.reject(new Error('late rejection')) }, 200);`,
    });
    await kernel.send(first);
    const second = await kernel.execute('await new Promise((resolve) => setTimeout(resolve, 500))');
    expect(textOf(second.published, 'stderr')).toBe('');
    const said = textOf(kernel.publishedFor(first), 'stderr');
    expect(said).toContain('Uncaught error: Error: late throw');
    expect(said).toContain('Unhandled rejection: Error: late rejection');
  });

  it('of child processes that share the output', async () => {
    const { stdout, published } =
      await kernel.execute(`import { execSync, spawn, spawnSync } from 'node:child_process';
spawnSync('sh', ['-c', 'echo one; echo two >&2'], { stdio: 'inherit' });
execSync('echo three', { stdio: ['ignore', 'inherit', 'inherit'] });
const child = spawn('sh', ['-c', 'echo four'], { stdio: 'inherit' });
await new Promise((resolve) => child.on('close', resolve));`);
    expect(stdout).toBe('one\nthree\nfour\n');
    expect(textOf(published, 'stderr')).toBe('two\n');
  });
});

describe('a kernel that is about to end says why', () => {
  it('memory that is full stops the cell, and the kernel lives', () =>
    withKernel(['--max-old-space-size=700'], async (own) => {
      const full = await own.execute(
        'const rows: number[][] = []; for (;;) rows.push(Array.from({ length: 100 }, Math.random))',
      );
      expect(full.reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
      expect(textOf(full.published, 'stderr')).toMatch(/memory is full \(\d+ MB of \d+ MB\)/);
      expect(resultOf(await own.execute('const many = rows.length; rows.length = 0; many > 1000'))).toBe(
        'true',
      );
    }));

  it('code that cannot be interrupted ends it at the second interrupt, and every request gets an answer', () =>
    withKernel([], async (own) => {
      await own.execute("import { execSync } from 'node:child_process'");
      const running = own.execute("console.log('begun'); execSync('sleep 60')");
      const next = own.execute('1');
      await own.hears('begun');
      await own.interrupt();
      await own.interrupt();
      const { reply, published } = await running;
      expect(reply).toMatchObject({ status: 'error', ename: 'KernelEnded' });
      expect(published.find(({ type }) => type === 'error')?.content.evalue).toContain('has ended');
      expect((await next).reply).toMatchObject({ status: 'error', ename: 'KernelEnded' });
      expect(await own.ended).toEqual({ code: null, signal: 'SIGKILL' });
    }));

  it('one interrupt of such code says what to do', () =>
    withKernel([], async (own) => {
      const running = own.execute(
        "import { execSync } from 'node:child_process'; console.log('begun'); execSync('sleep 4'); for (;;) {}",
      );
      await own.hears('begun');
      await own.interrupt();
      const { reply, published } = await running;
      expect(reply).toMatchObject({ ename: 'Interrupted' });
      expect(textOf(published, 'stderr')).toContain('Interrupt once more to end the kernel');
      expect(resultOf(await own.execute('1 + 1'))).toBe('2');
    }));
});

describe('much output', () => {
  it('50 MB are shown up to a limit, and one notice', async () => {
    const flood = await kernel.execute("for (let i = 0; i < 1000; i++) console.log('x'.repeat(50_000))");
    expect(flood.reply.status).toBe('ok');
    expect(flood.stdout.length).toBeGreaterThan(8 * 1024 * 1024);
    expect(flood.stdout.length).toBeLessThan(9 * 1024 * 1024);
    expect(textOf(flood.published, 'stderr').match(/printed more than 8 MB/g)).toHaveLength(1);
    expect((await kernel.execute("console.log('again')")).stdout).toBe('again\n');
  });

  it(
    'a front end that has stopped to read costs little memory',
    () =>
      withKernel([], async (own) => {
        const sleeper = new Subscriber({ receiveHighWaterMark: 10 });
        sleeper.connect(`tcp://127.0.0.1:${own.ports[2]}`);
        sleeper.subscribe();
        await own.execute("import { display } from 'tslab'; display.text('it has begun to listen')");
        const memory = (): number => {
          const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(own.child.pid)], {
            encoding: 'utf8',
          });
          return Number(kilobytes) / 1024;
        };
        const before = memory();
        await own.execute("for (let i = 0; i < 150_000; i++) display.text('x'.repeat(6000))");
        // 900 MB were published, of which 150 MB may wait.
        expect(memory() - before).toBeLessThan(500);
        sleeper.close();
      }),
    240_000,
  );
});

describe('comms', () => {
  it('carry binary parts both ways, with types, while a cell is running', async () => {
    const { published } = await kernel.execute(`import { comms } from 'tslab';
const seen: number[] = [];
const slider = comms.open<{ rate: number }, { shape: number[] }>('slider', { rate: 0.1 }, [new Float32Array([1, 2])]);
slider.onMessage = ({ rate }, [bytes]) => {
  seen.push(rate, ...(bytes ?? []));
  slider.send({ shape: [2] }, [new Uint8Array([7, 8])]);
}`);
    const open = published.find(({ type }) => type === 'comm_open');
    expect(open?.content).toMatchObject({ target_name: 'slider', data: { rate: 0.1 } });
    expect(new Float32Array(new Uint8Array(open?.buffers[0] as Uint8Array).buffer)).toEqual(
      new Float32Array([1, 2]),
    );

    const running = kernel.execute(
      'while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5)); seen',
    );
    const moved = kernel.message('comm_msg', { comm_id: open?.content.comm_id, data: { rate: 0.5 } }, [
      Buffer.from([3, 4]),
    ]);
    await wait(200);
    await kernel.send(moved);
    expect(resultOf(await running)).toBe('[ 0.5, 3, 4 ]');
    const answers = kernel.publishedFor(moved);
    expect(answers.map(({ type }) => type)).toEqual(['status', 'comm_msg', 'status']);
    expect(Buffer.from(answers[1]?.buffers[0] as Uint8Array)).toEqual(Buffer.from([7, 8]));
  });

  it('a handler that fails says so, one that hangs can be interrupted', async () => {
    const { published } =
      await kernel.execute(`const bad = comms.open('bad'), endless = comms.open('endless');
bad.onMessage = () => { throw new Error('in the handler') };
endless.onMessage = () => { for (;;) {} }`);
    const [bad, endless] = published
      .filter(({ type }) => type === 'comm_open')
      .map(({ content }) => content.comm_id);
    const first = kernel.message('comm_msg', { comm_id: bad, data: {} });
    await kernel.send(first);
    await kernel.execute('1');
    expect(textOf(kernel.publishedFor(first), 'stderr')).toContain('Uncaught error: Error: in the handler');
    await kernel.send(kernel.message('comm_msg', { comm_id: endless, data: {} }));
    await wait(200);
    await kernel.interrupt();
    expect(resultOf(await kernel.execute('2'))).toBe('2');
  });
});
