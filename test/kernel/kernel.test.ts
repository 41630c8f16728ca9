// The kernel over its sockets, as Jupyter meets it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Executed, KernelClient, resultOf, textOf } from '../../tools/kernel/client';
import { interruptOnce, KINDS } from '../../tools/kernel/interrupts';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

const typesOf = ({ published }: Executed): string[] => published.map(({ type }) => type);

describe('execute_request', () => {
  it('publishes busy, the input, the result and idle, in this order', async () => {
    const executed = await kernel.execute('const six = 6; six * 7');
    expect(typesOf(executed)).toEqual(['status', 'execute_input', 'execute_result', 'status']);
    expect(resultOf(executed)).toBe('42');
    expect(executed.reply).toMatchObject({ status: 'ok', payload: [], user_expressions: {} });
  });

  it('counts stored executions only', async () => {
    const first = await kernel.execute('1');
    const quiet = await kernel.execute('2', { silent: true });
    const unstored = await kernel.execute('3', { store_history: false });
    const next = await kernel.execute('4');
    const count = first.reply.execution_count as number;
    expect(typesOf(quiet)).toEqual(['status', 'status']);
    expect(unstored.reply.execution_count).toBe(count);
    expect(next.reply.execution_count).toBe(count + 1);
  });

  it('evaluates user expressions, those that fail too', async () => {
    const { reply } = await kernel.execute('const seven = 7', {
      user_expressions: {
        good: 'seven + 1',
        bad: 'null.x',
        thrown: '(() => { throw new RangeError("far") })()',
      },
    });
    expect(reply.user_expressions).toMatchObject({
      good: { status: 'ok', data: { 'text/plain': '8' } },
      bad: { status: 'error', ename: 'TypeScriptError' },
      thrown: { status: 'error', ename: 'RangeError', evalue: 'far' },
    });
  });

  it('tells errors in the reply and on iopub alike', async () => {
    const executed = await kernel.execute('throw new TypeError("wrong kind")');
    const error = executed.published.find(({ type }) => type === 'error')?.content;
    expect(error).toMatchObject({ ename: 'TypeError', evalue: 'wrong kind' });
    expect(executed.reply).toMatchObject({ status: 'error', ...error });
  });

  it('aborts what was sent before an error, not what is sent after it', async () => {
    const outcomes = await Promise.all([
      kernel.execute('await new Promise((resolve) => setTimeout(resolve, 300)); throw new Error("first")'),
      kernel.execute('globalThis.late = 1'),
      kernel.execute('2'),
    ]);
    expect(outcomes.map(({ reply }) => reply.status)).toEqual(['error', 'aborted', 'aborted']);
    expect((await kernel.execute('3')).reply.status).toBe('ok');
  });

  it('goes on after an error if the client says so', async () => {
    const [first, second] = await Promise.all([
      kernel.execute('throw new Error("no matter")', { stop_on_error: false }),
      kernel.execute('"still here"'),
    ]);
    expect(first.reply.status).toBe('error');
    expect(resultOf(second)).toBe("'still here'");
  });

  it('loses nothing of 20,000 lines, and of 20,000 displays', async () => {
    const lines = await kernel.execute('for (let i = 0; i < 20_000; i++) console.log(i)');
    expect(lines.stdout).toBe(Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(''));
    const shown = await kernel.execute(
      "import { display } from 'tslab'; for (let i = 0; i < 20_000; i++) display.text(String(i))",
    );
    const numbers = shown.published
      .filter(({ type }) => type === 'display_data')
      .map(({ content }) => Number((content.data as Record<string, string>)['text/plain']));
    expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
    expect(shown.published.at(-1)?.content.execution_state).toBe('idle');
  });

  it('updates and clears displays', async () => {
    const { published } = await kernel.execute(
      "import { newDisplay, clearOutput } from 'tslab'; const one = newDisplay(); one.html('<i>1</i>'); one.html('<i>2</i>'); clearOutput(true)",
    );
    const [first, second, clear] = published.slice(2);
    expect(first?.type).toBe('display_data');
    expect(second?.type).toBe('update_display_data');
    expect(second?.content.transient).toEqual(first?.content.transient);
    expect(clear).toMatchObject({ type: 'clear_output', content: { wait: true } });
  });
});

describe('interrupt_request', () => {
  it.each(Object.keys(KINDS))('stops %s and keeps the variables', async (kind) => {
    expect(await interruptOnce(kernel, kind)).toEqual({ kind, ms: expect.any(Number) });
  });

  it('stops what goes on behind a cell', async () => {
    const running = kernel.execute(
      'let turns = 0; setInterval(() => { turns++ }, 1); await new Promise(() => {})',
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    await kernel.interrupt();
    await running;
    const [first, later] = [
      resultOf(await kernel.execute('turns')),
      resultOf(await kernel.execute('await new Promise((resolve) => setTimeout(resolve, 30)); turns')),
    ];
    expect(Number(first)).toBeGreaterThan(0);
    expect(later).toBe(first);
  });

  describe('of a training', () => {
    const trainingOf = (validation: string, mark = ''): string => `ended = 0;
await train.fit(model, {
  trainData: loader(64, 16), ${validation} loss: new nn.MSELoss(), optimizer: sgd, epochs: 1e6,
  callbacks: [train.progressBar(), train.deadUnits(), {
    onBatch: ({ epoch, batch }) => { if (epoch === 1 && batch === 4) console.log('${mark}') },
    onEnd: () => { ended++ },
  }],
})`;
    const after =
      '[ended, model.training, parts.some((part) => Object.hasOwn(part, "forward")), isGradEnabled()]';

    beforeAll(async () => {
      const { reply } =
        await kernel.execute(`import { data, isGradEnabled, nn, optim, rand, train } from 'backprop-lab';
const parts = [new nn.Linear(8, 32), new nn.BatchNorm1d(32), new nn.ReLU(), new nn.Linear(32, 1)];
const model = new nn.Sequential(...parts);
const sgd = new optim.SGD(model.parameters(), { lr: 1e-3 });
const loader = (size: number, batchSize: number) =>
  new data.DataLoader(new data.TensorDataset(rand([size, 8]), rand([size, 1])), { batchSize });
let ended = 0`);
      expect(reply.status).toBe('ok');
    });

    it.each([
      ['between and in short batches', ''],
      ['in a long validation', 'validationData: loader(400_000, 100),'],
    ])('%s: ends it as an error would, and another may follow', async (_when, validation) => {
      for (let round = 0; round < 3; round++) {
        const mark = `round ${round} ${validation.length}`;
        const running = kernel.execute(trainingOf(validation, mark));
        await kernel.hears(mark);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await kernel.interrupt();
        const { reply, stdout, published } = await running;
        expect(reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
        expect(stdout).toMatch(/%.*\n$/);
        expect(textOf(published, 'stderr')).toBe('');
        expect(resultOf(await kernel.execute(after))).toBe('[ 1, true, false, true ]');
      }
      const { reply } = await kernel.execute(
        trainingOf(validation).replace('1e6', '2').replace('400_000', '200'),
      );
      expect(reply.status).toBe('ok');
      expect(resultOf(await kernel.execute(after))).toBe('[ 1, true, false, true ]');
    });

    it('runs `finally`, and goes on with nothing that was caught', async () => {
      const running = kernel.execute(`let tidied = 0, turns = 0, sum = 0;
import { setImmediate as turn } from 'node:timers/promises';
console.log('has begun');
for (;;) { try { await turn(); sum = rand([100]).sum().item(); turns++ } catch {} finally { tidied += rand([1]).size } }`);
      await kernel.hears('has begun');
      await new Promise((resolve) => setTimeout(resolve, 200));
      await kernel.interrupt();
      expect((await running).reply).toMatchObject({ ename: 'Interrupted' });
      const [first, later] = [
        resultOf(await kernel.execute('turns')),
        resultOf(await kernel.execute('await new Promise((resolve) => setTimeout(resolve, 50)); turns')),
      ];
      expect(later).toBe(first);
      expect(resultOf(await kernel.execute('turns > 0 && tidied > turns'))).toBe('true');
    });
  });

  it('does nothing to a kernel that is idle', async () => {
    expect(await kernel.interrupt()).toMatchObject({ status: 'ok' });
    expect(resultOf(await kernel.execute('1 + 1'))).toBe('2');
  });
});

describe('prompt', () => {
  const answerNext = async (value: string): Promise<string> => {
    const [frames] = [await kernel.stdin.receive()];
    const question = kernel.wire.decode(frames);
    const reply = kernel.message('input_reply', { value });
    await kernel.stdin.send(kernel.wire.encode({ ...reply, parent_header: question.header }) as never);
    return String(question.content.prompt);
  };

  it('asks the person and gives the answer', async () => {
    const running = kernel.execute("prompt('your name? ')", { allow_stdin: true });
    expect(await answerNext('Ada')).toBe('your name? ');
    expect(resultOf(await running)).toBe("'Ada'");
  });

  it('is an error where nobody can answer', async () => {
    const { reply } = await kernel.execute("prompt('anyone?')", { allow_stdin: false });
    expect(reply).toMatchObject({ status: 'error', evalue: expect.stringContaining('without a person') });
  });

  it('can be interrupted', async () => {
    const running = kernel.execute("prompt('well?')", { allow_stdin: true });
    await kernel.stdin.receive();
    await kernel.interrupt();
    expect((await running).reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
  });
});

describe('other requests', () => {
  it('complete_request: what earlier cells declared, members, and cursors behind astral characters', async () => {
    await kernel.execute('class Layer { weight = 1; weigh() {} }\nconst layer = new Layer()');
    const members = await kernel.request('complete_request', { code: 'layer.wei', cursor_pos: 9 });
    expect(members).toMatchObject({ matches: ['weigh', 'weight'], cursor_start: 6, cursor_end: 9 });
    const code = "const 𝜃 = '𝜃𝜃'; laye";
    const names = await kernel.request('complete_request', { code, cursor_pos: [...code].length });
    expect(names).toMatchObject({ matches: ['layer', 'Layer'], cursor_start: 16, cursor_end: 20 });
  });

  it('inspect_request: signature and documentation', async () => {
    await kernel.execute('/** Doubles it. */\nfunction twice(x: number) { return 2 * x }');
    const reply = await kernel.request('inspect_request', {
      code: 'twice(3)',
      cursor_pos: 5,
      detail_level: 0,
    });
    expect(reply.found).toBe(true);
    const markdown = (reply.data as Record<string, string>)['text/markdown'];
    expect(markdown).toContain('twice(x: number): number');
    expect(markdown).toContain('Doubles it.');
    const nothing = await kernel.request('inspect_request', { code: '   ', cursor_pos: 1 });
    expect(nothing).toMatchObject({ status: 'ok', found: false });
  });

  it('inspect_request: documentation of the language, of Node and of the library, with its parameters', async () => {
    const markdown = async (code: string): Promise<string> => {
      const reply = await kernel.request('inspect_request', { code, cursor_pos: code.length });
      return (reply.data as Record<string, string>)['text/markdown'] ?? '';
    };
    expect(await markdown('parseInt')).toMatch(/Converts a string to an integer\.\n\n@param string A string/);
    expect(await markdown('console.log')).toContain('Prints to `stdout` with newline.');
    await kernel.execute("import { optim } from 'backprop-lab'");
    const adam = await markdown('new optim.Adam');
    expect(adam).toContain('constructor Adam(params: optim.Params<optim.AdamOptions>');
    expect(adam).toMatch(/Kingma & Ba 2015.*\n\n@throws/s);
  });

  it('is_complete_request', async () => {
    const status = async (code: string) => (await kernel.request('is_complete_request', { code })).status;
    expect(await status('const a = 1')).toBe('complete');
    expect(await status('for (const a of [1]) {')).toBe('incomplete');
    expect(await status('let ) = 1')).toBe('invalid');
  });

  it('history_request: tail, range and search', async () => {
    await kernel.execute('"needle"');
    await kernel.execute('"hay"');
    const ask = async (content: object) =>
      (await kernel.request('history_request', { output: false, raw: true, ...content }))
        .history as unknown[][];
    expect((await ask({ hist_access_type: 'tail', n: 2 })).map((entry) => entry[2])).toEqual([
      '"needle"',
      '"hay"',
    ]);
    expect((await ask({ hist_access_type: 'search', pattern: '*needl*', n: 5 })).length).toBe(1);
    const range = await ask({ hist_access_type: 'range', session: 0, start: 1, stop: 3, output: true });
    expect(range.map(([, line]) => line)).toEqual([1, 2]);
    expect(range[0]?.[2]).toHaveLength(2);
  });

  it('comms: a target of a cell answers, an unknown one is closed', async () => {
    const executed = await kernel.execute(`import { comms } from 'tslab';
comms.register('echo', (comm) => { comm.onMessage = (data) => comm.send({ back: data }) })
const own = comms.open('panel', { value: 1 }); own.id.length`);
    expect(executed.published.find(({ type }) => type === 'comm_open')?.content).toMatchObject({
      target_name: 'panel',
    });
    const { comms } = await kernel.request('comm_info_request', { target_name: 'panel' });
    expect(Object.values(comms as object)).toEqual([{ target_name: 'panel' }]);
  });

  it('heartbeat: answers while a cell keeps the main thread busy', async () => {
    const running = kernel.execute('for (;;) {}');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await kernel.heartbeat.send('beat');
    const [answer] = await kernel.heartbeat.receive();
    expect(String(answer)).toBe('beat');
    await kernel.interrupt();
    await running;
  });
});
