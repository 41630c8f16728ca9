import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..', '..');

export default defineConfig({
  resolve: { alias: { 'backprop-lab': join(root, 'lib/index.ts') } },
  test: {
    root,
    include: ['test/attacks/*.attack.ts'],
    // Two cores: two attacks at a time, and the control after them.
    fileParallelism: false,
    maxConcurrency: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
