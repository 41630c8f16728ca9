// node -r ./lib/typescript.cjs tools/wasm/build.ts: compiles the kernels of lib/backend/simd. `npm ci` runs it.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import { compile } from './compile';
import { ARTEFACT, hashOfModule, hashOfSources } from './sources';

function isCurrent(): boolean {
  try {
    return hashOfModule(new WebAssembly.Module(readFileSync(ARTEFACT))) === hashOfSources();
  } catch {
    return false;
  }
}

async function main(force: boolean): Promise<void> {
  if (!force && isCurrent()) return console.log('wasm: the kernels are up to date');
  const begun = performance.now();
  const bytes = await compile();
  // Under its name it is always whole: a test may be reading it.
  const part = `${ARTEFACT}.${process.pid}`;
  writeFileSync(part, bytes);
  renameSync(part, ARTEFACT);
  console.log(
    `wasm: ${bytes.length} bytes of kernels in ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
}

main(process.argv.includes('--force')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
