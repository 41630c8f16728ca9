// The library is TypeScript and nothing is built: a plain `require` of it, from a notebook on any kernel or
// from a learner's file, teaches Node to read TypeScript first.
require('./typescript.cjs');

module.exports = require('./index.ts');
