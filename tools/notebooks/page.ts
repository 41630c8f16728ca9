// An executed notebook as a web page: one file that needs no network, no script and no fonts of its own.

import mathematics, { type MarkdownKatexOptions } from '@vscode/markdown-it-katex';
import markdownIt from 'markdown-it';
import { Html, html } from '../course/html';
import { type Cell, type CodeCell, isObject, type MimeBundle, type Notebook, type Output } from './notebook';
import { STYLE } from './page-style';

export function notebookPage(notebook: Notebook, name: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(notebook) ?? name}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
${notebook.cells.map(cellHtml)}
</main>
</body>
</html>
`.text;
}

function titleOf({ cells }: Notebook): string | undefined {
  const text = cells.find(({ cell_type }) => cell_type === 'markdown')?.source;
  return /^# +(.+)$/m.exec(text ?? '')?.[1];
}

function cellHtml(cell: Cell): Html {
  if (cell.cell_type === 'code') return codeHtml(cell);
  const id = cell.id ?? '';
  if (cell.cell_type === 'raw')
    return html`<pre id="${id}">${cell.source}</pre>
`;
  return html`<section id="${id}" class="text">${new Html(markdown.render(withAttachments(cell)))}</section>
`;
}

function codeHtml(cell: CodeCell): Html {
  return html`<section id="${cell.id ?? ''}" class="code">
<pre class="source" tabindex="0" aria-label="${labelOf(cell)}"><code>${cell.source}</code></pre>
${cell.outputs.map(outputHtml)}</section>
`;
}

function labelOf({ execution_count }: CodeCell): string {
  return execution_count === null ? 'Code' : `Code of cell ${execution_count}`;
}

function outputHtml(output: Output): Html {
  switch (output.output_type) {
    case 'stream':
      return html`<pre class="output ${output.name}">${output.text}</pre>
`;
    case 'error':
      return html`<pre class="output error">${output.traceback.join('\n')}</pre>
`;
    default:
      return html`<div class="output">${bundleHtml(output.data)}</div>
`;
  }
}

/** The richest form that a page without scripts can show. */
function bundleHtml(data: MimeBundle): Html {
  const words = textOf(data['text/plain']);
  if ('text/html' in data) return new Html(textOf(data['text/html']));
  const picture = PICTURES.find((mime) => mime in data);
  if (picture) {
    const content = textOf(data[picture]);
    const base64 = picture.endsWith('+xml') ? Buffer.from(content).toString('base64') : content.trim();
    return html`<img src="data:${picture};base64,${base64}" alt="${words}">`;
  }
  if ('text/markdown' in data) return new Html(markdown.render(textOf(data['text/markdown'])));
  if ('text/latex' in data) return new Html(markdown.render(textOf(data['text/latex'])));
  return html`<pre>${words}</pre>`;
}

const PICTURES = ['image/svg+xml', 'image/png', 'image/jpeg', 'image/gif'];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** MathML, which browsers draw by themselves. */
const formulas: MarkdownKatexOptions & { output: 'mathml' } = { throwOnError: false, output: 'mathml' };
/** Notebooks are the course's own: their HTML, such as an answer that opens with a click, is meant. */
const markdown = markdownIt({ html: true, linkify: true }).use(mathematics, formulas);
const asLink = markdown.normalizeLink;
// The pages of several notebooks lie side by side, as the notebooks do.
markdown.normalizeLink = (url) => asLink(url.replace(/^([^:]*)\.ipynb(?=#|$)/, '$1.html'));
// The only links that a browser would not open by itself are the pictures within the page.
markdown.validateLink = (url) => !/^(?:javascript|vbscript):/i.test(url);

/** Pictures that were pasted into a text cell are part of its file. */
function withAttachments(cell: Exclude<Cell, CodeCell>): string {
  return cell.source.replace(/\battachment:([^)\s"]+)/g, (link, name: string) => {
    const file = cell.attachments?.[decodeURIComponent(name)];
    const [first] = isObject(file) ? Object.entries(file) : [];
    return first ? `data:${first[0]};base64,${textOf(first[1])}` : link;
  });
}
