// A thread that helps with large kernels: see threads.ts, which tells it where in the memory everything is.
const { workerData } = require('node:worker_threads');

const { code, memory, start, size, job, words: at, number, tasks, patience } = workerData;
const { exports: kernels } = new WebAssembly.Instance(code, { env: { memory } });
const words = new Int32Array(memory.buffer, start, size);

/** Looks for a while whether there is another job than the last, then sleeps until there is. */
function nextJob(last) {
  for (let turn = 0; turn < patience; turn++) {
    if (Atomics.load(words, at.WAKE) !== last) break;
  }
  Atomics.wait(words, at.WAKE, last);
  return Atomics.load(words, at.WAKE);
}

/** Takes parts until none is left. What the task is told is read after a part was taken: from then on it stays. */
function help() {
  for (let left = Atomics.load(words, at.LEFT); left > 0; left = Atomics.load(words, at.LEFT)) {
    if (Atomics.compareExchange(words, at.LEFT, left, left - 1) !== left) continue;
    kernels[tasks[words[at.TASK]]](job, left - 1, number);
    if (Atomics.sub(words, at.UNFINISHED, 1) === 1) Atomics.notify(words, at.UNFINISHED);
  }
}

Atomics.add(words, at.READY, 1);
for (let last = 0; ; ) {
  last = nextJob(last);
  Atomics.store(words, at.BUSY, 1);
  help();
  Atomics.store(words, at.BUSY, 0);
  Atomics.notify(words, at.BUSY);
}
