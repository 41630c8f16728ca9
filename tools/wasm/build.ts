// node -r ./lib/typescript.cjs tools/wasm/build.ts: compiles the kernels of lib/backend/simd. `npm ci` runs it.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { BUILDS, type Build, MODULES } from '../../lib/backend/simd/module';
import { compile } from './compile';
import { hashOf, hashOfSources } from './sources';

function isCurrent(build: Build): boolean {
  try {
    return hashOf(readFileSync(MODULES[build])) === hashOfSources();
  } catch {
    return false;
  }
}

async function main(force: boolean): Promise<void> {
  const stale = BUILDS.filter((build) => force || !isCurrent(build));
  if (stale.length === 0) return console.log('wasm: the kernels are up to date');
  for (const build of stale) {
    const begun = performance.now();
    const bytes = await compile(build);
    // Under its name it is always whole: a test may be reading it.
    const part = `${MODULES[build]}.${process.pid}`;
    writeFileSync(part, bytes);
    renameSync(part, MODULES[build]);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`wasm: ${bytes.length} bytes of kernels (${build}) in ${seconds} s`);
  }
}

main(process.argv.includes('--force')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
