// What the notebooks point to: works in the bibliography, terms in the glossary, files of the course. Nothing is fetched;
// a link is checked by its form. And how long their cells are.

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNotebook } from '../../tools/notebooks/notebook';
import { findNotebooks } from '../../tools/notebooks/paths';
import { ROOT } from './scratch';

interface Work {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly author: readonly {
    readonly family?: string;
    readonly given?: string;
    readonly literal?: string;
  }[];
  readonly issued?: { readonly 'date-parts': readonly [readonly [number]] };
  readonly DOI?: string;
  readonly URL: string;
}

interface Link {
  readonly notebook: string;
  readonly label: string;
  readonly target: string;
}

const FOLDER = join(ROOT, 'notebooks');
const notebooks = findNotebooks([FOLDER]).map((file) => ({
  name: basename(file),
  texts: readNotebook(file)
    .cells.filter(({ cell_type }) => cell_type === 'markdown')
    .map(({ source }) => source),
}));
/** CSL-JSON, which every program for references reads. */
const works = JSON.parse(readFileSync(join(FOLDER, 'bibliography.json'), 'utf8')) as Work[];

const LINK = /\[([^\]]*)\]\(((?:[^()\s]|\([^()\s]*\))+)\)|<(https?:\/\/[^>\s]+)>/g;
const links = notebooks.flatMap(({ name, texts }) =>
  texts.flatMap((text) =>
    [...withoutCode(text).matchAll(LINK)].map(
      ([, label = '', target, bare]): Link => ({ notebook: name, label, target: target ?? bare ?? '' }),
    ),
  ),
);
const external = links.filter(({ target }) => /^https?:/.test(target));
/** A licence is no work that one cites. */
const cited = external.filter(({ target }) => !target.startsWith('https://creativecommons.org/'));

const DOI = /^10\.\d{4,9}\/[^\s"<>]+$/;
const ARXIV = /^https:\/\/arxiv\.org\/abs\/\d{4}\.\d{4,5}$/;
/** Known to answer without encryption only. */
const PLAIN_HTTP = ['neuralnetworksanddeeplearning.com'];

test('every work that is cited stands in the bibliography, and no other', () => {
  const known = new Set(works.map(({ URL }) => URL));
  expect(cited.filter(({ target }) => !known.has(target))).toEqual([]);
  const used = new Set(cited.map(({ target }) => target));
  expect(works.filter(({ URL }) => !used.has(URL)).map(({ id }) => id)).toEqual([]);
});

test('every work has a title, an author, a year, and a DOI or an address', () => {
  expect(new Set(works.map(({ id }) => id)).size).toBe(works.length);
  expect(new Set(works.map((work) => work.URL)).size).toBe(works.length);
  for (const work of works) {
    expect(work.title.length, work.id).toBeGreaterThan(3);
    expect(work.author.length, work.id).toBeGreaterThan(0);
    for (const { family, given, literal } of work.author)
      expect(literal ?? (family && given), work.id).toBeTruthy();
    const year = work.issued?.['date-parts'][0][0];
    // What is kept up to date has no year.
    if (year !== undefined) expect(year >= 1800 && year <= 2026, work.id).toBe(true);
    else expect(work.DOI, work.id).toBeUndefined();
    if (work.DOI !== undefined) expect(work.DOI, work.id).toMatch(DOI);
  }
});

test('every link has the right form', () => {
  for (const { notebook, label, target } of external) {
    const where = `${notebook}: ${target}`;
    const { protocol, hostname, pathname } = new URL(target);
    expect(protocol === 'https:' || PLAIN_HTTP.includes(hostname), where).toBe(true);
    expect(hostname, where).toMatch(/^[a-z0-9.-]+\.[a-z]{2,}$/);
    if (hostname === 'doi.org') expect(decodeURIComponent(pathname.slice(1)), where).toMatch(DOI);
    if (hostname === 'arxiv.org') expect(target, where).toMatch(ARXIV);
    if (label.startsWith('doi:'))
      expect(decodeURIComponent(target), where).toBe(`https://doi.org/${label.slice(4)}`);
    if (label.startsWith('arXiv:')) expect(target, where).toBe(`https://arxiv.org/abs/${label.slice(6)}`);
  }
});

test('every link into the course leads somewhere', () => {
  for (const { notebook, target } of links.filter((link) => !external.includes(link))) {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(FOLDER, notebook) : join(FOLDER, path);
    expect(existsSync(file), `${notebook}: ${target}`).toBe(true);
    if (anchor !== undefined && file.endsWith('.md'))
      expect(headings(file), `${notebook}: ${target}`).toContain(anchor);
  }
});

test('no cell of code has more than twenty lines', () => {
  const long = findNotebooks([FOLDER]).flatMap((file) =>
    readNotebook(file)
      .cells.filter(({ cell_type, source }) => cell_type === 'code' && source.split('\n').length > 20)
      .map(({ id }) => `${basename(file)}: ${id}`),
  );
  expect(long).toEqual([]);
});

describe('the glossary', () => {
  const entries = readFileSync(join(FOLDER, 'glossary.md'), 'utf8').split(/^## /m).slice(1).map(entryOf);
  const linked = links.filter(({ target }) => target.startsWith('glossary.md#'));

  test('has a name in Arabic, the place of the first use, and a sentence for each term', () => {
    for (const { term, arabic, notebook, words } of entries) {
      expect(arabic, term).toMatch(/^[\p{Script=Arabic}\p{M}\sn–()-]+$/u);
      expect(existsSync(join(FOLDER, notebook)), term).toBe(true);
      expect(words.length, term).toBeGreaterThan(20);
      expect(words, term).toMatch(/[.!?…]$/);
    }
  });

  test('is in alphabetical order, each term once', () => {
    const terms = entries.map(({ term }) => term.toLowerCase());
    expect(terms).toEqual([...new Set(terms)].sort((a, b) => (a < b ? -1 : 1)));
  });

  test('says where each term comes first', () => {
    for (const { term, notebook } of entries) {
      const anchor = term.replaceAll(' ', '-');
      const first = linked.find(({ target }) => target === `glossary.md#${anchor}`);
      expect(first?.notebook, term).toBe(notebook);
    }
  });

  test('gives each term the Arabic name that the notebooks give it', () => {
    const arabic = new Map(entries.map((entry) => [entry.term.replaceAll(' ', '-'), entry.arabic]));
    const use = /\*\*\[[^\]]+\]\(glossary\.md#([^)]+)\)\*\*[^(\n]{0,20}\(([^)]+)\)/gu;
    const uses = notebooks.flatMap(({ texts }) => texts.flatMap((text) => [...text.matchAll(use)]));
    expect(uses.length).toBeGreaterThanOrEqual(entries.length);
    for (const [, anchor = '', name] of uses) expect(name, anchor).toBe(arabic.get(anchor));
  });

  test('has every term that a notebook introduces with its Arabic name', () => {
    const bare = /\*\*([^*[\]]{1,60})\*\*(?: [a-z]+){0,2} \(\p{Script=Arabic}[^)]*\)/gu;
    const missing = notebooks.flatMap(({ name, texts }) =>
      texts.flatMap((text) => [...text.matchAll(bare)].map(([, term]) => `${name}: ${term}`)),
    );
    expect(missing).toEqual([]);
  });
});

function entryOf(text: string) {
  const [term = '', , place = '', , ...words] = text.trim().split('\n');
  const [, arabic = '', notebook = ''] = /^\*\*(.+)\*\* · \[\d\d\]\((.+)\)$/.exec(place) ?? [];
  return { term, arabic, notebook, words: words.join(' ').trim() };
}

function headings(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) =>
    heading.trim().replaceAll(' ', '-'),
  );
}

/** In code, brackets are brackets. */
function withoutCode(text: string): string {
  return text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`(?!\]\()/g, (code) => (code.includes('](') ? '' : code));
}
