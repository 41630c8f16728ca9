// Lets Node require TypeScript files, here and in every program of the project: `node -r ./lib/typescript.cjs FILE.ts`.
// ts-node compiles them. What it made is kept in .cache/typescript: to compile the whole library again would hold up
// each notebook and each check for seconds.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const folder = path.join(root, '.cache', 'typescript');
const project = path.join(root, 'tsconfig.json');
const sha256 = (...parts) => createHash('sha256').update(parts.join('\0')).digest('hex');

/** What else the compiled code depends on. */
const setting = sha256(
  fs.readFileSync(project),
  require('ts-node/package.json').version,
  require('typescript/package.json').version,
);

let compiler;
/** Loaded when it is needed: it alone takes a quarter of a second. */
function compile(source, file) {
  if (!compiler) {
    // ts-node brings a way of its own to write traces; Node's, or the kernel's, shall stay.
    const { prepareStackTrace } = Error;
    compiler = require('ts-node').create({ project, transpileOnly: true });
    Error.prepareStackTrace = prepareStackTrace;
  }
  return compiler.compile(source, file);
}

/** The JavaScript of a file: as it was kept, if it was made from this very source, or made now and kept. */
function javascript(file) {
  const source = fs.readFileSync(file, 'utf8');
  const mark = `//${sha256(setting, file, source)}\n`;
  const kept = path.join(folder, `${sha256(file).slice(0, 32)}.js`);
  try {
    const code = fs.readFileSync(kept, 'utf8');
    if (code.startsWith(mark)) return code.slice(mark.length);
  } catch {
    // Not there, or not to be read: it is made anew.
  }
  const code = compile(source, file);
  try {
    fs.mkdirSync(folder, { recursive: true });
    // Under its name only when it is whole: others may read it at the same time.
    const unfinished = `${kept}.${process.pid}`;
    fs.writeFileSync(unfinished, mark + code);
    fs.renameSync(unfinished, kept);
  } catch {
    // A folder that cannot be written only makes it slower.
  }
  return code;
}

// ts-node, if it runs this process, does the same without keeping anything.
if (!process[Symbol.for('ts-node.register.instance')] && !process[Symbol.for('backprop-lab.typescript')]) {
  process[Symbol.for('backprop-lab.typescript')] = true;
  // Errors then name the lines of the TypeScript.
  process.setSourceMapsEnabled(true);
  require.extensions['.ts'] = (module, file) => module._compile(javascript(file), file);
}
