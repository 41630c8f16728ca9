// Starts language-worker.ts in a worker.
require('./compiled.cjs').load();
process.argv[2] = 'language-worker.ts';
require('./boot.cjs');
