// TypeScript without a build, as in lib/load.cjs.
require('../../lib/typescript.cjs');

module.exports = require('./index.ts');
