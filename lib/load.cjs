// The library is TypeScript and nothing is built: a plain `require` of it, from a notebook on any kernel or
// from a learner's file, sets up ts-node first.
const path = require('node:path');

if (!process[Symbol.for('ts-node.register.instance')]) {
  require('ts-node').register({ project: path.join(__dirname, '..', 'tsconfig.json'), transpileOnly: true });
}
module.exports = require('./index.ts');
