/** Where the kernels' sources and the built module are, and how they are held together. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODULE } from '../../lib/backend/simd/kernels';
import { type Module, WebAssembly } from '../../lib/backend/simd/webassembly';

export const ARTEFACT = MODULE;
export const SOURCES = join(dirname(MODULE), 'assembly');

/** The name of the module's section that holds the hash of the sources it was built from. */
export const HASH_SECTION = 'sources';

/** SHA-256 of all sources, in the order of their names. Line ends do not count: git may change them. */
export function hashOfSources(): string {
  const hash = createHash('sha256');
  const names = readdirSync(SOURCES).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) {
    const text = readFileSync(join(SOURCES, name), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${name}\n${text.length}\n${text}`);
  }
  return hash.digest('hex');
}

/** The hash that a built module carries, null if it carries none. */
export function hashOfModule(module: Module): string | null {
  const [section] = WebAssembly.Module.customSections(module, HASH_SECTION);
  return section === undefined ? null : Buffer.from(section).toString('utf8');
}
