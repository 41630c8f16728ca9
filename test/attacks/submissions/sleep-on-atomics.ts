// Sleeps where no signal handler runs.

export function onCall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
