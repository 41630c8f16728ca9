import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BUILDS, MODULES } from '../../lib/backend/simd/module';
import { compile } from '../../tools/wasm/compile';
import { hashOf, hashOfSources } from '../../tools/wasm/sources';

test.each(BUILDS)('the %s kernels that are used were compiled from the present sources', (build) => {
  const hash = hashOf(readFileSync(MODULES[build]));
  expect(hash, 'run: node -r ./lib/typescript.cjs tools/wasm/build.ts').toBe(hashOfSources());
});

test.each(BUILDS)('compiling the sources of the %s kernels again gives the same bytes', async (build) => {
  expect(Buffer.from(await compile(build)).equals(readFileSync(MODULES[build]))).toBe(true);
});

test('a module without the section has no hash', () => {
  // The smallest module: the magic number and the version.
  expect(hashOf(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).toBeNull();
});
