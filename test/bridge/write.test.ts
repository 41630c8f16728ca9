import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interop, nn } from 'backprop-lab';
import { describe, expect, test } from 'vitest';
import { examples } from '../../tools/bridge/examples';

// The files were run in the frameworks by tools/bridge/check.ts. UPDATE_GOLDEN=1 writes them anew: then run that, too.
const GOLDEN = join(__dirname, 'golden');
const update = process.env.UPDATE_GOLDEN === '1';

function written(): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, model } of examples()) {
    for (const framework of interop.FRAMEWORKS) {
      try {
        files.set(
          `${name}_${framework}.${interop.extensionOf(framework)}`,
          interop.writeCode(model, framework),
        );
      } catch (error) {
        if (!(error instanceof interop.UnsupportedError)) throw error;
        files.set(`${name}_${framework}.refused.txt`, `${error.message}\n`);
      }
    }
  }
  return files;
}

describe('the source that is written', () => {
  const files = written();
  if (update) {
    rmSync(GOLDEN, { recursive: true, force: true });
    mkdirSync(GOLDEN);
    for (const [file, text] of files) writeFileSync(join(GOLDEN, file), text);
  }

  test('is there for every framework, as code or as the reason why not', () => {
    expect(existsSync(GOLDEN)).toBe(true);
    expect(readdirSync(GOLDEN).sort()).toEqual([...files.keys()].sort());
  });

  test.each([...files])('%s is as it was when it was run', (file, text) => {
    expect(text).toBe(readFileSync(join(GOLDEN, file), 'utf8'));
  });
});

describe('frameworks that lack a layer', () => {
  const small = (...layers: nn.Layer[]): interop.GraphModel =>
    interop.describe(new nn.Sequential(...layers), [2, 5, 5]);

  test('Caffe rounds the places of a pool up', () => {
    expect(() => interop.writeCode(small(new nn.MaxPool2d(2)), 'caffe')).toThrow(
      'writeCode caffe: the layer 0 (MaxPool2d) cannot be written; choose sizes that its stride divides',
    );
    const even = interop.describe(new nn.Sequential(new nn.MaxPool2d(2)), [2, 6, 6]);
    expect(interop.writeCode(even, 'caffe')).toContain('pool: MAX kernel_h: 2 kernel_w: 2 stride_h: 2');
  });

  test('an unknown framework is named with the known ones', () => {
    expect(() => interop.writeCode(small(new nn.ReLU()), 'torch' as interop.Framework)).toThrow(
      "writeCode: there is no framework 'torch'; there are pytorch, keras, tfjs, flax, theano, mxnet, caffe",
    );
  });
});
