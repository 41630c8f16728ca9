// How code is interrupted: kinds of code that keep a kernel busy, and how to try them on it.

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { KernelClient, type KernelCommand, resultOf } from './client';

/** Each counts in `steps` where it can, and never ends by itself. */
export const KINDS: Readonly<Record<string, string>> = {
  'a loop': 'for (;;) {}',
  'a loop that computes': 'for (;;) steps += 0.5',
  'a loop that calls': 'const add = () => { steps++ }; for (;;) add()',
  'a loop that catches': 'for (;;) { try { for (;;) steps++ } catch {} finally {} }',
  'a loop after await': 'await null; for (;;) steps++',
  'a pending await': 'await new Promise(() => {})',
  'a microtask storm':
    'const storm = (): void => { Promise.resolve().then(storm) }; storm(); await new Promise(() => {})',
  'a loop of awaits': 'for (;;) { await null; steps++ }',
  'a tick storm': 'const ticks = (): void => process.nextTick(ticks); ticks(); await new Promise(() => {})',
  'a loop in a timer': 'await new Promise(() => { setTimeout(() => { for (;;) {} }, 5) })',
  'an interval': 'setInterval(() => { steps++ }, 1); await new Promise(() => {})',
  'a chain of turns':
    "import { setImmediate as turn } from 'node:timers/promises'; for (;;) { await turn(); steps++ }",
  sleep: 'await new Promise((resolve) => setTimeout(resolve, 1e6))',
  recursion: 'const fib = (n: number): number => (n < 2 ? 1 : fib(n - 1) + fib(n - 2)); fib(100)',
  'a regular expression': "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  'a generator': 'function* ones() { for (;;) yield 1 }\nfor (const one of ones()) steps += one',
  sorting: 'for (;;) Array.from({ length: 10_000 }, Math.random).sort()',
  'a value that cannot be shown': "({ [Symbol.for('nodejs.util.inspect.custom')]() { for (;;) {} } })",
  printing: "for (;;) console.log('x')",
  displaying: "import { display } from 'tslab'; for (;;) display.text('x')",
  WebAssembly: `// (module (func (export "run") (loop br 0)))
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 7, 1, 3, 114, 117, 110, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]);
const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: { Module: new (b: Uint8Array) => object; Instance: new (m: object) => { exports: { run(): void } } } };
new wasm.Instance(new wasm.Module(bytes)).exports.run()`,
  'products on several threads': 'for (;;) { left.matmul(right); steps++ }',
  'a loop in noGrad': 'noGrad(() => { for (;;) {} })',
  training: `for (;;) { sgd.zeroGrad(); new nn.MSELoss().forward(net.forward(input), wanted).backward(); sgd.step(); steps++ }`,
};

/** What some kinds need, and is none of theirs. */
const BEFORE: Readonly<Record<string, string>> = {
  'products on several threads': `import { eye, rand } from 'backprop-lab';
const left = rand([512, 512]), right = rand([512, 512])`,
  'a loop in noGrad': "import { isGradEnabled, noGrad } from 'backprop-lab'",
  training: `import { nn, optim, rand } from 'backprop-lab';
const net = new nn.Sequential(new nn.Linear(32, 64), new nn.ReLU(), new nn.Linear(64, 1));
const sgd = new optim.SGD(net.parameters(), { lr: 0.01 }), input = rand([64, 32]), wanted = rand([64, 1])`,
};

/** What must hold after an interrupt, where it is more than that the variables are there. */
const AFTERWARDS: Readonly<Record<string, string>> = {
  'products on several threads': 'left.matmul(eye(512)).sub(left).abs().max().item() === 0',
  'a loop in noGrad': 'isGradEnabled()',
  training: 'Number.isFinite(net.forward(input).sum().item())',
};

export interface Interruption {
  kind: string;
  /** From the interrupt to the cell's reply. */
  ms: number;
  /** What went wrong, if something did. */
  problem?: string;
}

/** Runs a kind of code, interrupts it, and looks at the variables. */
export async function interruptOnce(kernel: KernelClient, kind: string): Promise<Interruption> {
  const code = KINDS[kind];
  if (code === undefined) throw new Error(`interrupts: there is no kind ${kind}`);
  await kernel.execute(`${BEFORE[kind] ?? ''}; const kept = ${JSON.stringify(kind)}; let steps = 0`);
  const mark = randomUUID();
  const running = kernel.execute(`console.log('${mark}'); ${code}`);
  // An awaited rejection must not be called unhandled before it is looked at.
  running.catch(() => {});
  await kernel.hears(mark);
  await wait(200);
  const begun = performance.now();
  await kernel.interrupt();
  const { reply } = await Promise.race([
    running,
    wait(10_000, { reply: { ename: 'nothing' } as Record<string, unknown> }),
  ]);
  const ms = performance.now() - begun;
  if (reply.ename !== 'Interrupted') {
    return { kind, ms, problem: `ended with ${reply.ename ?? reply.status}: ${reply.evalue ?? ''}` };
  }
  const kept = resultOf(await kernel.execute('kept'));
  if (kept !== `'${kind}'`) return { kind, ms, problem: `kept is ${kept}` };
  if (code.includes('steps') && Number(resultOf(await kernel.execute('steps'))) === 0) {
    return { kind, ms, problem: 'steps is 0' };
  }
  const check = AFTERWARDS[kind];
  const holds = check === undefined ? 'true' : resultOf(await kernel.execute(check));
  return holds === 'true' ? { kind, ms } : { kind, ms, problem: `${check} is ${holds}` };
}

/** Tries every kind on one kernel; after a problem on a new one. */
export async function tryInterrupts(
  command: KernelCommand,
  repeats: number,
  onResult: (result: Interruption) => void,
): Promise<void> {
  let kernel = await KernelClient.start(command);
  try {
    for (let round = 0; round < repeats; round++) {
      for (const kind of Object.keys(KINDS)) {
        const result = await interruptOnce(kernel, kind).catch(
          (error: Error): Interruption => ({ kind, ms: Number.NaN, problem: error.message }),
        );
        onResult(result);
        if (result.problem === undefined) continue;
        await kernel.close();
        kernel = await KernelClient.start(command);
      }
    }
  } finally {
    await kernel.close();
  }
}
