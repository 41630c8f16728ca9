// What a notebook shows: bundles of MIME types, learner's text escaped, outputs that replace themselves.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkHtml } from '../../tools/course/check-html';
import { checkProcessId } from '../../tools/course/check-process';
import { check, liveDisplay, show } from '../../tools/course/index';
import { ROOT } from '../../tools/grader/paths';
import { reportText } from '../../tools/grader/report';
import type { CheckResult } from '../../tools/grader/result';

interface Message {
  readonly data: Record<string, unknown>;
  readonly transient: { readonly display_id?: string };
}

// A kernel is a loaded module with a function in its export; here one that remembers.
const { cache } = createRequire(__filename);
const KERNEL = join(ROOT, 'node_modules', 'tslab', 'dist', 'jupyter.js');
const sent: { message: Message; update: boolean }[] = [];
const kernel = {
  exports: { lastWriteDisplayData: (message: Message, update: boolean) => sent.push({ message, update }) },
};
const chart = {
  title: { text: 'Loss <over> time' },
  description: 'It "falls".',
  data: { values: [{ x: 1, y: 2 }] },
  mark: 'point',
  encoding: { x: { field: 'x', type: 'quantitative' } },
};

beforeEach(() => {
  sent.length = 0;
  cache[KERNEL] = kernel as unknown as NodeJS.Module;
});
afterAll(() => {
  delete cache[KERNEL];
});

describe('show', () => {
  test('sends a chart, its picture and its words, and no HTML', () => {
    show(chart, chart);
    expect(sent).toHaveLength(2);
    const [{ message, update }] = sent;
    expect(update).toBe(false);
    expect(Object.keys(message.data).sort()).toEqual([
      'application/vnd.vegalite.v5+json',
      'image/svg+xml',
      'text/plain',
    ]);
    expect(message.data['application/vnd.vegalite.v5+json']).toMatchObject({
      ...chart,
      // Black letters on white paper, in a dark theme too.
      config: { background: 'white', style: { 'guide-label': { fill: 'black' } } },
    });
    expect(message.data['image/svg+xml']).toMatch(
      /^<svg[^>]* role="img" aria-label="Loss &lt;over&gt; time: It &quot;/,
    );
    expect(message.data['text/plain']).toBe('Loss <over> time: It "falls".');
  });

  test("goes to our own kernel's display where it runs", () => {
    const ours: object[] = [];
    const place = Symbol.for('backprop-lab.display');
    Object.assign(globalThis, { [place]: (output: object) => ours.push(output) });
    liveDisplay().text('words');
    Reflect.deleteProperty(globalThis, place);
    expect(sent).toHaveLength(0);
    expect(ours).toEqual([
      {
        type: 'display',
        data: { 'text/plain': 'words' },
        metadata: {},
        id: expect.any(String),
        update: false,
      },
    ]);
  });

  test('prints the words where there is no kernel', () => {
    delete cache[KERNEL];
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    show(chart);
    expect(log.mock.calls).toEqual([['Loss <over> time: It "falls".']]);
    log.mockRestore();
  });
});

describe('liveDisplay', () => {
  test('replaces its own content', () => {
    const live = liveDisplay();
    live.text('one');
    live.markdown('**two**');
    live.html('<b>1 &lt; 2</b>');
    live.show(chart);
    expect(sent.map(({ update }) => update)).toEqual([false, true, true, true]);
    expect(new Set(sent.map(({ message }) => message.transient.display_id)).size).toBe(1);
    expect(sent[2].message.data).toEqual({ 'text/html': '<b>1 &lt; 2</b>', 'text/plain': '1 < 2' });
    liveDisplay().text('another');
    expect(sent.at(-1)?.update).toBe(false);
    expect(sent.at(-1)?.message.transient.display_id).not.toBe(sent[0].message.transient.display_id);
  });

  test('shows at most one update per interval, and the last one', () => {
    const live = liveDisplay({ everyMs: 60_000 });
    for (let i = 0; i < 1000; i++) live.text(`step ${i}`);
    expect(sent.map(({ message }) => message.data['text/plain'])).toEqual(['step 0']);
    live.flush();
    live.flush();
    expect(sent.map(({ message }) => message.data['text/plain'])).toEqual(['step 0', 'step 999']);
  });

  test('refuses an interval that is none', () => {
    expect(() => liveDisplay({ everyMs: Number.NaN })).toThrow('liveDisplay: everyMs');
  });
});

const RESULT: CheckResult = {
  id: 'an-exercise',
  chapter: '01',
  title: 'Title & more',
  file: 'exercises/a.ts',
  seed: 3,
  status: 'failed',
  points: 1,
  maxPoints: 3,
  tests: [
    {
      id: 'b',
      title: 'Second',
      passed: false,
      points: 0,
      maxPoints: 2,
      failure: {
        message: '<script>alert(1)</script>',
        call: "f('<b>')",
        got: '"&amp;"',
        expected: '1',
        misconception: { id: 'm', text: 'This is <i>it</i>.' },
      },
    },
    { id: 'a', title: 'First', passed: true, points: 1, maxPoints: 1 },
  ],
  problems: [
    { kind: 'type', line: 12, column: 3, length: 2, source: '\tif <x', message: 'Not <this>\nbut that' },
  ],
  printed: '</pre><img src=x onerror=alert(1)>',
  hints: ['Think <hard>.'],
  hintsInAll: 3,
  durationMs: 5,
};

describe('check', () => {
  test('has rich text in which everything is escaped', () => {
    const html = checkHtml(RESULT);
    const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map((match) => match[1]);
    expect([...new Set(tags)].sort()).toEqual(
      ['div', 'p', 'pre', 'section', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr'].sort(),
    );
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('f(&#39;&lt;b&gt;&#39;)');
    expect(html).toContain('&quot;&amp;amp;&quot;');
    expect(html).not.toMatch(/color: (#|rgb|white|black)/);
  });

  test('says the same in plain text, the good news first', () => {
    const text = reportText(RESULT, 'notebook');
    expect(text.indexOf('✓ passed  1 of 1  First')).toBeGreaterThan(0);
    expect(text.indexOf('✗ failed  0 of 2  Second')).toBeGreaterThan(text.indexOf('First'));
    expect(text).toContain('12 |  if <x\n     |   ^^ Not <this>');
    const words = [
      'Title & more',
      'This is <i>it</i>.',
      'Points: 1 of 3 (seed 3)',
      'Hint 1 of 3: Think <hard>.',
    ];
    for (const word of words) expect(text).toContain(word);
    expect(text).toContain("For one more hint: await check('an-exercise', { hint: true })");
  });

  test('shows a line while it runs and replaces it by the result', { timeout: 60_000 }, async () => {
    await check('chain-rule', { file: join(ROOT, 'solutions/01-scalars/chain-rule.ts'), seed: 4 });
    const texts = sent.map(({ message }) => message.data['text/plain'] as string);
    expect(texts[0]).toBe('Checking chain-rule …');
    expect(texts[1]).toContain('Points: 10 of 10 (seed 4)');
    expect(sent[1].message.data['text/html']).toContain('Points: 10 of 10 (seed 4)');
    expect(sent.map(({ update }) => update)).toEqual([false, true]);
    expect(sent[0].message.transient).toEqual(sent[1].message.transient);
  });

  test('keeps the process that checks, and starts another when it is gone', { timeout: 60_000 }, async () => {
    const solution = join(ROOT, 'solutions/01-scalars/chain-rule.ts');
    const checked = async (): Promise<string> => {
      sent.length = 0;
      await check('chain-rule', { file: solution, seed: 4 });
      return String(sent[1]?.message.data['text/plain']);
    };
    await checked();
    const first = checkProcessId();
    expect(await checked()).toContain('Points: 10 of 10');
    expect(checkProcessId()).toBe(first);
    process.kill(first as number, 'SIGKILL');
    await expect.poll(checkProcessId).toBeUndefined();
    expect(await checked()).toContain('Points: 10 of 10');
    expect(checkProcessId()).not.toBe(first);
  });

  test('lists the exercises when there is none of this name', async () => {
    await check('<chain>');
    expect(sent[0].message.data['text/plain']).toMatch(/There is no exercise '<chain>'.*chain-rule/);
    expect(sent[0].message.data['text/html']).not.toContain('<chain>');
  });
});
