// The public conformance suite, in the project's Python environment, against the kernel of this checkout.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ensureEnvironment } from '../../tools/setup/environment';

const BOOT = join(__dirname, '..', '..', 'tools', 'kernel', 'boot.cjs');

it('passes jupyter_kernel_test; only the pager, which it has none of, is skipped', async () => {
  const { python, env } = await ensureEnvironment();
  const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-conformance-'));
  try {
    const kernel = join(folder, 'kernels', 'tslab');
    mkdirSync(kernel, { recursive: true });
    const spec = {
      argv: [process.execPath, '--no-force-async-hooks-checks', BOOT, 'main.ts', '{connection_file}'],
      display_name: 'TypeScript',
      language: 'typescript',
      interrupt_mode: 'message',
    };
    writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(spec));
    const program = join(__dirname, 'conformance.py');
    const { stderr } = await promisify(execFile)(python, [program, '--verbose'], {
      env: { ...process.env, ...env, JUPYTER_PATH: folder, JUPYTER_DATA_DIR: folder },
    });
    expect(stderr).toMatch(/Ran 12 tests .*\n\nOK \(skipped=1\)/s);
    expect(stderr).toMatch(/test_pager .*skipped/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
