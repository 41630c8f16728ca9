// Nonsense on every socket: the kernel answers the next valid request.

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Dealer, Request } from 'zeromq';
import { KernelClient, resultOf } from '../../tools/kernel/client';

const MESSAGES = 10_000;

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

const random = generator(5);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const bytes = (most: number): Buffer<ArrayBuffer> =>
  Buffer.from(Array.from({ length: Math.floor(random() * most) }, () => Math.floor(random() * 256)));

async function expectAlive(): Promise<void> {
  // What came before the last error is aborted, so the next request comes after them all.
  await kernel.request('kernel_info_request', {});
  expect(resultOf(await kernel.execute('"alive"'))).toBe("'alive'");
}

it(`${MESSAGES} messages that are random or malformed`, async () => {
  const types = [
    'execute_request',
    'complete_request',
    'inspect_request',
    'is_complete_request',
    'history_request',
    'comm_info_request',
    'comm_open',
    'comm_msg',
    'comm_close',
    'input_reply',
    'x',
    '',
  ];
  const values = [null, 1, '', 'x', '*?[', [], {}, -1, 1e300, true, '\ud800', '__proto__'];
  const fields = [
    'code',
    'cursor_pos',
    'n',
    'silent',
    'user_expressions',
    'comm_id',
    'target_name',
    'data',
    'pattern',
  ];
  for (let i = 0; i < MESSAGES; i++) {
    const content = Object.fromEntries(
      fields.filter(() => random() < 0.5).map((field) => [field, pick(values)]),
    );
    const message = kernel.message(pick(types), content);
    const frames = kernel.wire.encode(message).map((frame) => Buffer.from(frame));
    const kind = Math.floor(random() * 7);
    if (kind === 0) frames.splice(Math.floor(random() * frames.length), 1);
    if (kind === 1) frames.push(bytes(100));
    if (kind === 2) frames[pick([1, 2, 3, 4, 5])] = Buffer.from(pick(['', '{', '[]', 'null', '\u0000']));
    if (kind === 3) for (const frame of frames) frame[0] = Math.floor(random() * 256);
    if (kind === 4) frames.length = pick([1, 2, 3]);
    if (kind === 5) frames[pick([0, 1, 2])] = bytes(1000);
    // Most of what is left whole would run for long; its signature is broken instead.
    if (kind === 6 && i % 20 > 0) frames[1] = Buffer.from('0'.repeat(64));
    await kernel.shell.send(frames);
  }
  await expectAlive();
}, 240_000);

it('random frames on each of its sockets', async () => {
  const [, control, iopub, stdin, heartbeat] = kernel.ports.map((port) => `tcp://127.0.0.1:${port}`);
  for (const address of [control, stdin, iopub] as string[]) {
    const socket = new Dealer({ linger: 0, sendTimeout: 100 });
    socket.connect(address);
    for (let i = 0; i < 200; i++) {
      // A socket that publishes takes none, and then sending times out.
      await socket
        .send(Array.from({ length: 1 + Math.floor(random() * 6) }, () => bytes(50)))
        .catch(() => {});
      if (address === iopub) break;
    }
    socket.close();
  }
  const beats = new Request({ linger: 0 });
  beats.connect(heartbeat as string);
  for (let i = 0; i < 50; i++) {
    const sent = bytes(50);
    await beats.send(sent);
    expect(Buffer.from((await beats.receive())[0] as Uint8Array)).toEqual(sent);
  }
  beats.close();
  await expectAlive();
});

it('bytes on each of its ports that are no message at all', async () => {
  for (const port of kernel.ports) {
    for (let i = 0; i < 20; i++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(bytes(500));
      await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
    }
  }
  await expectAlive();
});

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
