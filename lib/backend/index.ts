import type { Backend } from './backend';
import { reference } from './reference';
import { simdBackend } from './simd';
import { threadCount } from './simd/threads';

/** The backend that is used unless the environment variable BACKPROP_BACKEND names the other one. */
const USUAL: 'reference' | 'simd' = 'simd';

function choose(name: string): Backend {
  if (name === 'reference') return reference;
  if (name !== 'simd') {
    throw new Error(`BACKPROP_BACKEND: expected simd or reference, got ${JSON.stringify(name)}`);
  }
  // A wrong setting is no reason to compute slowly.
  threadCount();
  try {
    return simdBackend();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : error;
    console.warn(
      `backprop-lab: the slower reference backend computes, since the fast one cannot run: ${reason}`,
    );
    return reference;
  }
}

/** The backend that all operations use. */
export const backend: Backend = choose(process.env.BACKPROP_BACKEND ?? USUAL);
