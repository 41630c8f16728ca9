// Starts a program of this folder: node tools/setup/boot.cjs start …
// It is plain JavaScript, of a kind that old versions of Node still read, for it has to tell what is missing before
// the programs, which are TypeScript, can run at all.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const has = (name) => fs.existsSync(path.join(root, 'node_modules', name, 'package.json'));

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < 18) {
  refuse(`Node.js ${process.versions.node} is too old for the course; install version 24 or 22.`);
}
if (!has('ts-node') || !has('typescript')) {
  refuse(`The npm packages of the course are not installed; run npm ci in ${path.resolve(root)}.`);
}
require('../../lib/typescript.cjs');
require(path.join(__dirname, `${process.argv.splice(2, 1)[0]}.ts`));
