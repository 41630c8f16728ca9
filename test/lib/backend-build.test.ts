import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import { compile } from '../../tools/wasm/compile';
import { ARTEFACT, hashOfModule, hashOfSources } from '../../tools/wasm/sources';

test('the kernels that are used were compiled from the present sources', () => {
  const hash = hashOfModule(new WebAssembly.Module(readFileSync(ARTEFACT)));
  expect(hash, 'run: node -r ./lib/typescript.cjs tools/wasm/build.ts').toBe(hashOfSources());
});

test('compiling the sources again gives the same bytes', async () => {
  expect(Buffer.from(await compile()).equals(readFileSync(ARTEFACT))).toBe(true);
});

test('a module without the section has no hash', () => {
  // The smallest module: the magic number and the version.
  expect(hashOfModule(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)))).toBeNull();
});
