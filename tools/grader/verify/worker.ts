// Proves one exercise after the other, as the parent process asks for it.

import { verifyExercise } from './exercise';
import type { VerifyOptions } from './types';

process.on('message', async ({ id, options }: { id: string; options: VerifyOptions }) => {
  process.send?.(await verifyExercise(id, options));
});
