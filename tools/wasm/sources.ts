/** Where the kernels' sources are, and how the built modules are held to them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODULES } from '../../lib/backend/simd/module';

export const SOURCES = join(dirname(MODULES.plain), 'assembly');

/** The name of the module's last section, which holds the hash of the sources it was built from. */
export const HASH_SECTION = 'sources';
const AT_THE_END = new RegExp(`${HASH_SECTION}([0-9a-f]{64})$`);

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

/** The hash that a built module carries, null if it carries none. The engine need not know all that is inside. */
export const hashOf = (bytes: Uint8Array): string | null =>
  AT_THE_END.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? null;
