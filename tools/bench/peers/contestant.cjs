// What the contestants in JavaScript share: see ../peer.ts for what they are asked.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { createRequire } = require('node:module');

const [name, folder, steps, patience, ...others] = process.argv.slice(2);

const say = (answer) => console.log(JSON.stringify(answer));

/** The parameters and the inputs of the workload: { shape, dtype, data } each. */
function numbers() {
  const { buffer, byteOffset } = readFileSync(join(folder, `${name}.bin`));
  const arrayOf = ({ shape, dtype, offset }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const part = buffer.slice(byteOffset + offset, byteOffset + offset + 4 * size);
    return { shape, dtype, data: dtype === 'int32' ? new Int32Array(part) : new Float32Array(part) };
  };
  const { parameters, inputs } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  return { parameters: parameters.map(arrayOf), inputs: inputs.map(arrayOf) };
}

/** Trains the first steps, fewer if they take long: two show that the first was a step in the right direction. */
function begin(step) {
  const begun = performance.now();
  const losses = [];
  let last = 0;
  while (
    losses.length < Number(steps) &&
    (losses.length < 2 || performance.now() - begun < Number(patience))
  ) {
    const before = performance.now();
    losses.push(step());
    last = performance.now() - before;
  }
  return { losses, last };
}

/** Trains for as long as it is told, each time it is told, and says how long a step took, and how long processors were at work. */
function measure(step) {
  createInterface(process.stdin).on('line', (budget) => {
    const before = process.cpuUsage();
    const begun = performance.now();
    let calls = 0;
    let passed = 0;
    do {
      step();
      calls++;
      passed = performance.now() - begun;
    } while (passed < Number(budget));
    const { user, system } = process.cpuUsage(before);
    say({ ms: passed / calls, processor: (user + system) / 1000 / calls });
  });
}

function compete(step) {
  say(begin(step));
  measure(step);
}

const refuse = (reason) => {
  say({ cannot: reason });
  process.exit(0);
};

/** Calls `main`; what it throws is why the contestant cannot do it. */
const run = (main) => main().catch((error) => refuse(String(error?.message ?? error).split('\n')[0]));

/** Loads a package that is installed for the benchmark alone. */
const load = createRequire(join(folder, 'package.json'));

module.exports = { name, folder, others, numbers, say, measure, compete, refuse, run, load };
