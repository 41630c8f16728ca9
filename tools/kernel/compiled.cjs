// TypeScript takes V8 longer to compile than to run. What V8 made of it is kept in .cache/kernel, as Node 22 does by
// itself (module.enableCompileCache), and Node 20 does not.
const fs = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');

const file = require.resolve('typescript');
const { version } = require('typescript/package.json');
const folder = path.join(__dirname, '..', '..', '.cache', 'kernel');
const kept = path.join(folder, `typescript-${version}-node-${process.version}-${process.arch}.bin`);

let script;

/** Loads TypeScript, for everyone who requires it after this. */
function load() {
  const source = fs.readFileSync(file, 'utf8');
  const wrapped = `(function (exports, require, module, __filename, __dirname) { ${source}\n})`;
  const compiled = new Script(wrapped, { filename: file, cachedData: read() });
  if (compiled.cachedDataRejected !== false) script = compiled;
  const module = new (require('node:module'))(file, null);
  module.filename = file;
  require.cache[file] = module;
  const run = compiled.runInThisContext();
  run.call(
    module.exports,
    module.exports,
    require('node:module').createRequire(file),
    module,
    file,
    path.dirname(file),
  );
  module.loaded = true;
}

/** Keeps what V8 has compiled by now, unless that has been done before. */
function keep() {
  if (!script) return;
  try {
    fs.mkdirSync(folder, { recursive: true });
    const part = `${kept}.${process.pid}`;
    fs.writeFileSync(part, script.createCachedData());
    fs.renameSync(part, kept);
  } catch {
    // A folder that cannot be written only makes it slower.
  }
  script = undefined;
}

function read() {
  try {
    return fs.readFileSync(kept);
  } catch {
    return undefined;
  }
}

module.exports = { load, keep };
