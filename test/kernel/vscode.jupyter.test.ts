// VS Code's Jupyter extension, by what its documentation and sources say of kernels that are not Python's. It looks into
// `<sys.prefix>/share/jupyter/kernels` of each Python environment that VS Code knows, such as `.venv` of the open folder,
// and into `kernels` of every folder in JUPYTER_PATH; each kernel.json below them is a kernel. One whose program cannot
// be found is hidden. https://github.com/microsoft/vscode-jupyter/wiki

import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { KernelClient, resultOf } from '../../tools/kernel/client';
import { type Environment, ensureEnvironment } from '../../tools/setup/environment';
import type { Kernelspec } from '../../tools/setup/kernelspec';

const NOTEBOOKS = join(__dirname, '..', '..', 'notebooks');

let environment: Environment;
let found: string[];
beforeAll(async () => {
  environment = await ensureEnvironment();
  found = kernelsBelow(join(prefixOf(environment.python), 'share', 'jupyter', 'kernels'));
});

function prefixOf(python: string): string {
  return execFileSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' }).trim();
}

function kernelsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|[\\/])kernel\.json$/.test(name))
    .map((name) => join(folder, name));
}

const read = (file: string): Kernelspec => JSON.parse(readFileSync(file, 'utf8')) as Kernelspec;

describe('a kernel for VS Code', () => {
  it('is the only one of the environment that the open folder has', () => {
    expect(found).toHaveLength(1);
    const { name } = JSON.parse(readFileSync(join(NOTEBOOKS, '00-start-here.ipynb'), 'utf8')).metadata
      .kernelspec;
    expect(found[0]).toBe(
      join(environment.root, '.venv', 'share', 'jupyter', 'kernels', name, 'kernel.json'),
    );
  });

  it('has what is asked of a kernel.json, and a program that is there wherever VS Code was started', () => {
    const spec = read(found[0] as string);
    expect(Object.keys(spec).sort()).toEqual(['argv', 'display_name', 'interrupt_mode', 'language']);
    expect(spec.argv.filter((word) => word.includes('{connection_file}'))).toHaveLength(1);
    expect(isAbsolute(spec.argv[0] as string)).toBe(true);
    accessSync(spec.argv[0] as string, constants.X_OK);
  });

  it('speaks the language that every notebook names', () => {
    const { display_name, language } = read(found[0] as string);
    const name = dirname(found[0] as string)
      .split(/[\\/]/)
      .at(-1);
    for (const file of readdirSync(NOTEBOOKS).filter((name) => name.endsWith('.ipynb'))) {
      const { metadata } = JSON.parse(readFileSync(join(NOTEBOOKS, file), 'utf8'));
      expect(metadata.kernelspec).toEqual({ name, display_name, language });
      expect(metadata.language_info.name).toBe(language);
    }
  });

  it('starts in the folder of the notebook, computes, and takes an interrupt on the channel of the shell', async () => {
    const { argv, interrupt_mode } = read(found[0] as string);
    // VS Code would send a signal otherwise.
    expect(interrupt_mode).toBe('message');
    const kernel = await KernelClient.start({ argv, cwd: NOTEBOOKS });
    try {
      const executed = await kernel.execute(
        "import { tensor } from 'backprop-lab'; tensor([1, 2]).sum().item()",
      );
      expect(resultOf(executed)).toBe('3');
      const running = kernel.execute("console.log('begun'); for (;;) {}");
      await kernel.hears('begun');
      expect(await kernel.request('interrupt_request', {}, 'shell')).toMatchObject({ status: 'ok' });
      expect((await running).reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
    } finally {
      await kernel.close();
    }
  });
});
