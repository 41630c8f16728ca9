// Starts a TypeScript program of this folder, in a process or a worker: boot.cjs PROGRAM [ARGUMENT…]
const path = require('node:path');

require('../../lib/typescript.cjs');
require(path.resolve(__dirname, process.argv[2]));
