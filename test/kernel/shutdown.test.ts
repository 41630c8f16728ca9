import { once } from 'node:events';
import { expect, it } from 'vitest';
import { KernelClient } from '../../tools/kernel/client';

it.each([
  ['idle', undefined, [0, null]],
  ['in a loop', "console.log('begun'); for (;;) {}", [null, 'SIGKILL']],
])('a kernel that is %s shuts down when it is asked to', async (_state, code, end) => {
  const kernel = await KernelClient.start();
  try {
    await kernel.execute('1');
    if (code) {
      kernel.execute(code).catch(() => {});
      await kernel.hears('begun');
    }
    const ended = once(kernel.child, 'exit');
    const reply = await kernel.request('shutdown_request', { restart: true }, 'control');
    expect(reply).toMatchObject({ status: 'ok', restart: true });
    expect(await ended).toEqual(end);
  } finally {
    await kernel.close();
  }
});
