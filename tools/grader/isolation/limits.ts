// How much of the machine one sandbox may use. Time on the clock is not here: the grader, outside, looks at it.

const MEGABYTE = 2 ** 20;

/** What V8 keeps its objects in. */
export const HEAP_MEGABYTES = 256;
/** All memory of the process, typed arrays included. */
export const MEMORY_MEGABYTES = 768;

/** For the operating system, which enforces them. */
export const RESOURCES = {
  /** Private memory. (The size of the address space would be the wrong thing: WebAssembly only reserves it.) */
  data: MEMORY_MEGABYTES * MEGABYTE,
  /** Node has about a dozen threads, which count as processes. */
  processes: 48,
  files: 64,
  cpuSeconds: 120,
  /** No memory images, no files. */
  core: 0,
  fileBytes: 0,
} as const;

export const NODE_FLAGS = [
  `--max-old-space-size=${HEAP_MEGABYTES}`,
  '--disallow-code-generation-from-strings',
  '--no-addons',
  // Whoever calls Math.random gets the same numbers each time, and so the same record.
  '--random-seed=1',
  // Saves a fifth of the start. Names are then hashed as they were when Node was built: whoever builds a worst case out
  // of that slows down nobody but himself.
  '--no-rehash-snapshot',
  // The kernels ask for it in Node 20, which would otherwise load a module of its own to turn it on.
  ...(process.versions.node.startsWith('20.') ? ['--experimental-wasm-relaxed-simd'] : []),
] as const;
