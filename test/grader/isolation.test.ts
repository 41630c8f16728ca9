// The sandboxes themselves: what the operating system stops when nothing else does, that each is used once, and that none
// outlives its grader. The attacks on the whole are in test/attacks.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseIsolation, TIERS, type TierName } from '../../tools/grader/isolation';
import { sandboxProgram } from '../../tools/grader/isolation/program';
import { seccompFilter } from '../../tools/grader/isolation/seccomp';
import { ROOT } from '../../tools/grader/paths';
import { compile } from '../../tools/grader/sandbox/compile';
import { LearnerProcess } from '../../tools/grader/sandbox/learner-process';
import { Printed } from '../../tools/grader/sandbox/printed';
import { family, remaining } from '../attacks/processes';

const folder = mkdtempSync(join(tmpdir(), 'isolation-'));
const secret = join(folder, 'secret.txt');
const server = createServer((socket) => {
  heard++;
  socket.destroy();
});
let heard = 0;

/** Why a tier is not to be had here; by its name. */
const missing = new Map<TierName, string>();

beforeAll(async () => {
  writeFileSync(secret, 'secret');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const { name } of TIERS) {
    const isolation = await chooseIsolation({ tier: name }).catch((error: Error) => {
      missing.set(name, error.message);
      console.warn(`${error.message}: tested where it is to be had.`);
    });
    await isolation?.close();
  }
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** A program without the shim and without node's permission model: only the system stands in its way. */
const HOSTILE = `
  const fs = require('fs');
  const [outside, port, grader] = FACTS;
  const tries = {
    read: () => fs.readFileSync(outside + '/secret.txt', 'utf8'),
    'read the project': () => fs.readFileSync(${JSON.stringify(join(ROOT, 'package.json'))}, 'utf8'),
    'read a process': () => fs.readFileSync('/proc/' + grader + '/environ', 'utf8'),
    write: () => fs.writeFileSync(outside + '/written', 'x'),
    'write beside the program': () => fs.writeFileSync(__dirname + '/written', 'x'),
    'change the mode': () => fs.chmodSync(outside + '/secret.txt', 0o777),
    'start a program': () => {
      const { error } = require('child_process').spawnSync(process.execPath, ['-e', '0']);
      if (error) throw error;
    },
    'signal the grader': () => process.kill(grader, 0),
    'signal all': () => process.kill(-1, 0),
    'slow the grader down': () => require('os').setPriority(grader, 19),
    'keep 2 GB': () => Array.from({ length: 40 }, () => Buffer.alloc(5e7, 1)),
    listen: () => new Promise((resolve, reject) =>
      require('net').createServer().on('error', reject).listen(0, '127.0.0.1', resolve)),
    connect: () => new Promise((resolve, reject) =>
      require('net').connect(port, '127.0.0.1').on('error', reject).on('connect', resolve)),
    'send a packet': () => new Promise((resolve, reject) =>
      require('dgram').createSocket('udp4').on('error', reject).send('x', port, '127.0.0.1', resolve)),
  };
  (async () => {
    const done = [];
    for (const [name, attempt] of Object.entries(tries)) await Promise.resolve().then(attempt).then(() => done.push(name), () => {});
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    const user = [process.getuid(), process.getgid()];
    console.log(JSON.stringify({ done, user, environment: Object.keys(process.env), pages: memory.buffer.byteLength }));
    process.exit();
  })();
`;

interface Report {
  readonly done: string[];
  readonly user: number[];
  readonly environment: string[];
  readonly pages: number;
}

async function report(name: TierName): Promise<Report> {
  const { port } = server.address() as AddressInfo;
  const inside = mkdtempSync(join(folder, 'program-'));
  chmodSync(folder, 0o711);
  chmodSync(inside, 0o755);
  const main = 'hostile.cjs';
  writeFileSync(
    join(inside, main),
    HOSTILE.replace('FACTS', () => JSON.stringify([folder, port, process.pid])),
  );
  const { seccomp } = await sandboxProgram();
  const tier = TIERS.find((one) => one.name === name);
  const { child } = (await tier!.prepare({ folder: inside, main, seccomp, flags: [] }))();
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  let complained = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complained += chunk.toString();
  });
  await once(child, 'close');
  expect(said, complained).not.toBe('');
  return JSON.parse(said) as Report;
}

describe.each<TierName>(['A', 'B'])('tier %s: the system', (tier) => {
  test('lets nothing through, and WebAssembly work', async (context) => {
    if (missing.has(tier)) return context.skip();
    const { done, user, environment, pages } = await report(tier);
    expect(done).toEqual([]);
    expect(heard).toBe(0);
    expect(readFileSync(secret, 'utf8')).toBe('secret');
    // Root's sandboxes belong to nobody else's; an ordinary user's are nobody's in A, and stay his in B.
    if (process.getuid?.() === 0) for (const id of user) expect(id).toBeGreaterThan(0x6fff_ffff);
    expect(environment.sort()).toEqual(
      expect.arrayContaining(['BACKPROP_THREADS', 'NO_COLOR', 'OPENSSL_CONF']),
    );
    for (const name of environment)
      expect(['BACKPROP_THREADS', 'NO_COLOR', 'OPENSSL_CONF', 'PWD', 'LC_CTYPE']).toContain(name);
    expect(pages).toBe(65_536);
  });
});

describe.each(TIERS.map(({ name }) => name))('tier %s: sandboxes', (tier) => {
  const code = compile(
    'let calls = 0; export const count = () => [++calls, (globalThis as { left?: number }).left ??= 0, (globalThis as { left?: number }).left!++];',
    'count.ts',
  ).code;

  test('are used once, warm or not', async (context) => {
    if (missing.has(tier)) return context.skip();
    const isolation = await chooseIsolation({ tier, warm: 2 });
    for (let i = 0; i < 4; i++) {
      const learner = new LearnerProcess('count.ts', code, {}, isolation);
      expect(await learner.call('count')).toEqual([1, 0, 0]);
      await learner.close();
    }
    await isolation.close();
  });

  test('that die while they wait are replaced', async (context) => {
    if (missing.has(tier)) return context.skip();
    const isolation = await chooseIsolation({ tier, warm: 2 });
    const children = family(process.pid).filter(({ parent }) => parent === process.pid);
    const waiting = children.filter(({ command }) => /main\.cjs/.test(command));
    expect(waiting.length).toBeGreaterThan(0);
    for (const { pid } of waiting) process.kill(pid, 'SIGKILL');
    expect(await remaining(({ pid }) => waiting.some((one) => one.pid === pid))).toEqual([]);
    // They have ended; that we hear of it may take another moment.
    await sleep(300);
    const learner = new LearnerProcess('count.ts', code, {}, isolation);
    expect(await learner.call('count')).toEqual([1, 0, 0]);
    await learner.close();
    await isolation.close();
  });

  test('end with the grader that is killed', async (context) => {
    if (missing.has(tier) || process.platform !== 'linux') return context.skip();
    const register = join(ROOT, 'lib', 'typescript.cjs');
    const grader = spawn(
      process.execPath,
      ['-r', register, join(ROOT, 'test', 'attacks', 'open-sandbox.ts'), tier],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(createInterface(grader.stdout), 'line')) as [string];
    const opened = family(grader.pid as number).filter(({ pid }) => pid !== grader.pid);
    expect(opened.map(({ pid }) => pid)).toContain(Number(line));
    grader.kill('SIGKILL');
    const left = await remaining(({ pid, started }) =>
      opened.some((one) => one.pid === pid && one.started === started),
    );
    expect(left).toEqual([]);
  });
});

test('a tier that is not there says why', async () => {
  if (missing.size === 0) return;
  for (const [tier, message] of missing) expect(message).toContain(`tier ${tier}: `);
});

test('an open channel is no way around the pool', async () => {
  const isolation = await chooseIsolation();
  const printed = new Printed();
  const session = await isolation.open(printed);
  session.end(new Error('closed'));
  await expect(
    session.ask({ do: 'call', name: 'f', args: [] }, 1_000, () => new Error('late')),
  ).rejects.toThrow();
  await isolation.close();
});

describe('the filter for system calls', () => {
  /** What the kernel would do with one call: the filter, run here. */
  function verdict(arch: 'x64' | 'arm64', audit: number, number: number, argument = 0): number {
    const data = [number, audit, 0, 0, argument];
    const filter = seccompFilter(arch);
    let [value, i] = [0, 0];
    for (;;) {
      const [code, k] = [filter.readUInt16LE(i * 8), filter.readUInt32LE(i * 8 + 4)];
      const [yes, no] = [filter.readUInt8(i * 8 + 2), filter.readUInt8(i * 8 + 3)];
      if (code === 0x06) return k;
      if (code === 0x20) value = data[k / 4];
      else {
        const holds = code === 0x15 ? value === k : code === 0x35 ? value >= k : (value & k) !== 0;
        i += holds ? yes : no;
      }
      i++;
    }
  }

  const ALLOW = 0x7fff_0000;
  const EPERM = 0x0005_0001;
  const CLONE_THREAD = 0x1_0000;

  test.each([
    ['x64', 0xc000003e, { read: 0, execve: 59, socket: 41, kill: 62, clone: 56, prlimit: 302 }],
    ['arm64', 0xc00000b7, { read: 63, execve: 221, socket: 198, kill: 129, clone: 220, prlimit: 261 }],
  ] as const)('on %s', (arch, audit, calls) => {
    const of = (number: number, argument?: number): number => verdict(arch, audit, number, argument);
    expect([of(calls.read), of(calls.execve)]).toEqual([ALLOW, ALLOW]);
    expect([of(calls.socket), of(calls.kill)]).toEqual([EPERM, EPERM]);
    // Threads, but no processes; limits of itself, but of nobody else.
    expect([of(calls.clone, CLONE_THREAD), of(calls.clone, 17)]).toEqual([ALLOW, EPERM]);
    expect([of(calls.prlimit, 0), of(calls.prlimit, 1)]).toEqual([ALLOW, EPERM]);
    expect(of(435)).toBe(0x0005_0026);
    expect(verdict(arch, 0, calls.read)).toBe(0x8000_0000);
    if (arch === 'x64') expect(of(0x4000_0000)).toBe(EPERM);
  });

  test('is not made for machines whose calls are unknown', () => {
    expect(() => seccompFilter('mips')).toThrow('the numbers of system calls on mips are not known');
  });
});
