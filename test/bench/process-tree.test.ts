import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { usageOf } from '../../tools/bench/process-tree';

const HOLD =
  "const b = Buffer.alloc(64 * 2 ** 20, 1); process.stdout.write('up'); process.stdin.on('end', () => process.exit(b[0]));process.stdin.resume()";

test.runIf(process.platform === 'linux')('a process is counted with those that it has started', async () => {
  const alone = usageOf()!;
  expect(alone.cpuSeconds).toBeGreaterThan(0);
  const child = spawn(process.execPath, ['-e', HOLD], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const own = usageOf(child.pid)!;
  const both = usageOf()!;
  child.stdin.end();
  await once(child, 'exit');
  expect(own.processes).toBe(1);
  expect(own.megabytes).toBeGreaterThan(64);
  expect(both.processes).toBe(alone.processes + 1);
  expect(both.cpuSeconds).toBeGreaterThanOrEqual(own.cpuSeconds);
  expect(usageOf(child.pid)).toBeNull();
});
