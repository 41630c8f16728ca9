// The submission that every attack comes with: one function is right, one is wrong, and one is right but changes its
// input. What an attack wins, it wins with the second and the third.

import { onCall, onResult } from './no-attack';

export function doubled(list: number[]): unknown {
  onCall();
  return onResult(list.map((x) => 2 * x));
}

export function total(list: number[]): unknown {
  onCall();
  return onResult(list.reduce((sum, x) => sum - x, 0));
}

export function sorted(list: number[]): unknown {
  onCall();
  return onResult(list.sort((a, b) => a - b));
}
