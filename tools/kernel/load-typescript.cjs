// TypeScript without a build and without waiting for the compiler: what was transpiled once is kept in .cache/kernel.
// Types are not checked here; `npm run lint` does that.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const CACHE = path.join(ROOT, '.cache', 'kernel');
const TYPESCRIPT = require.resolve('typescript');
const { version } = require('typescript/package.json');

/** The source map of each TypeScript file that was loaded, by path. */
const maps = new Map();

function register() {
  // lib/load.cjs and tools/course/load.cjs ask for this before they set up ts-node.
  process[Symbol.for('ts-node.register.instance')] ??= { kernel: true };
  require.extensions['.ts'] = (module, file) => {
    const { code, map } = transpiled(file, fs.readFileSync(file, 'utf8'));
    maps.set(file, map);
    module._compile(code, file);
  };
}

function transpiled(file, text) {
  const key = createHash('sha256').update(`${version}\n${file}\n${text}`).digest('hex');
  const kept = path.join(CACHE, `${key}.json`);
  try {
    return JSON.parse(fs.readFileSync(kept, 'utf8'));
  } catch {
    const result = transpile(file, text);
    keep(kept, JSON.stringify(result));
    return result;
  }
}

function transpile(file, text) {
  const ts = require(TYPESCRIPT);
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  const [mistake] = diagnostics;
  if (mistake) {
    const { line, character } = mistake.file.getLineAndCharacterOfPosition(mistake.start);
    const place = `${file}:${line + 1}:${character + 1}`;
    throw new SyntaxError(`${place}: ${ts.flattenDiagnosticMessageText(mistake.messageText, '\n')}`);
  }
  return { code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ''), map: JSON.parse(sourceMapText) };
}

/** Another process may write the same file at the same time; a disk that is full or read-only is no reason to fail. */
function keep(file, text) {
  try {
    fs.mkdirSync(CACHE, { recursive: true });
    const part = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    fs.writeFileSync(part, text);
    fs.renameSync(part, file);
  } catch {
    // Transpiled again next time.
  }
}

module.exports = { register, maps };
