import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests read the TypeScript sources; as packages both would start ts-node first.
const alias = {
  'backprop-lab': join(import.meta.dirname, 'lib/index.ts'),
  '@backprop-lab/course': join(import.meta.dirname, 'tools/course/index.ts'),
};

/** These start servers and kernels: one at a time, and after the quick ones. */
function heavy(name: string, include: string, groupOrder: number, testTimeout: number) {
  return {
    resolve: { alias },
    test: {
      name,
      include: [include],
      fileParallelism: false,
      maxConcurrency: 2,
      sequence: { groupOrder },
      testTimeout,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        resolve: { alias },
        test: { name: 'lib', include: ['test/lib/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'tools',
          include: ['test/{tools,notebooks,grader,exercises,setup,quiz,bench,bridge}/**/*.test.ts'],
          exclude: ['**/*.{jupyter,browser}.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { extends: true, ...heavy('kernel', 'test/kernel/!(*.jupyter).test.ts', 1, 60_000) },
      { extends: true, ...heavy('jupyter', 'test/{notebooks,kernel}/*.jupyter.test.ts', 2, 480_000) },
      { extends: true, ...heavy('attacks', 'test/attacks/*.attack.ts', 4, 60_000) },
      { extends: true, ...heavy('browser', 'test/notebooks/*.browser.test.ts', 3, 300_000) },
    ],
  },
});
