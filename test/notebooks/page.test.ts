import { expect, test } from 'vitest';
import type { CodeCell, Notebook, Output } from '../../tools/notebooks/notebook';
import { notebookPage } from '../../tools/notebooks/page';

const cell = (source: string, ...outputs: Output[]): CodeCell => ({
  cell_type: 'code',
  id: 'a-cell',
  metadata: {},
  source,
  execution_count: 3,
  outputs,
});
const shown = (data: { [mime: string]: string }): Output => ({
  output_type: 'display_data',
  data,
  metadata: {},
});
const page = (...cells: Notebook['cells']): string =>
  notebookPage({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, 'name');

test('text: headings, formulas as MathML, HTML of the author, links to the pages beside it', () => {
  const source =
    '# A *title*\n\nSo $x^2$ and\n\n$$\\frac{1}{2}$$\n\n<details>open</details>\n\nGo to [next](01-next.ipynb#part)';
  const text = page({ cell_type: 'markdown', id: 't', metadata: {}, source });
  expect(text).toContain('<title>A *title*</title>');
  expect(text).toContain('<section id="t" class="text"><h1>A <em>title</em></h1>');
  expect(text).toContain('<msup><mi>x</mi><mn>2</mn></msup>');
  expect(text).toContain('display="block"');
  expect(text).toContain('<details>open</details>');
  expect(text).toContain('href="01-next.html#part"');
  expect(text).not.toContain('katex-html');
});

test('code and what it printed are text, whatever is in it', () => {
  const text = page(
    cell("'<b>' < 1", { output_type: 'stream', name: 'stdout', text: '<script>' }),
    cell('x', { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['E: <v>', '    at In[3]:1:1'] }),
  );
  expect(text).toContain('&#39;&lt;b&gt;&#39; &lt; 1');
  expect(text).toContain('<pre class="output stdout">&lt;script&gt;</pre>');
  expect(text).toContain('<pre class="output error">E: &lt;v&gt;\n    at In[3]:1:1</pre>');
});

test('the richest form that needs no script, with its words', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  const text = page(
    cell('chart', shown({ 'image/svg+xml': svg, 'text/plain': 'A "chart"' })),
    cell('table', shown({ 'text/html': '<table></table>', 'text/plain': 'no' })),
    cell('words', shown({ 'text/plain': '1 < 2' })),
  );
  const base64 = Buffer.from(svg).toString('base64');
  expect(text).toContain(`<img src="data:image/svg+xml;base64,${base64}" alt="A &quot;chart&quot;">`);
  expect(text).toContain('<div class="output"><table></table></div>');
  expect(text).toContain('<pre>1 &lt; 2</pre>');
  expect(text).not.toMatch(/<script|src="http|href="http/);
});

test('a picture that was pasted into a text is in the page', () => {
  const source = '![a dot](attachment:dot%201.png)';
  const attachments = { 'dot 1.png': { 'image/png': 'AAAA' } };
  const text = page({ cell_type: 'markdown', id: 'p', metadata: {}, source, attachments });
  expect(text).toContain('<img src="data:image/png;base64,AAAA" alt="a dot">');
});
