// TypeScript without a build, as in lib/load.cjs.
const path = require('node:path');

if (!process[Symbol.for('ts-node.register.instance')]) {
  require('ts-node').register({
    project: path.join(__dirname, '..', '..', 'tsconfig.json'),
    transpileOnly: true,
  });
}
module.exports = require('./index.ts');
