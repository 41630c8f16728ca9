// What the grader reads of submissions: the right files, and nothing else, whatever is handed in.

import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reflections } from '../../tools/grader/catalog';
import { publicExercises } from '../../tools/grader/grade/choose-assignment';
import { MAX_ENTRIES, MAX_FILE_BYTES, MAX_FINDINGS } from '../../tools/grader/grade/intake/limits';
import { type Source, sourcesIn } from '../../tools/grader/grade/intake/sources';
import { readSubmission, type Submission } from '../../tools/grader/grade/intake/submission';
import { Wanted } from '../../tools/grader/grade/intake/wanted';
import { relabelled, rewritten, tarOf, type ZipEntry, zipOf } from './grade-archives';

const wanted = new Wanted({ exercises: publicExercises(), texts: reflections });
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intake-')));
const CHAIN = 'exercises/01-scalars/chain-rule.ts';
const ADAM = 'exercises/05-adaptive/adam.ts';
const posix = process.platform !== 'win32';
let made = 0;

/** A folder of its own for what is handed in, inside one that must stay as it was. */
function place(): string {
  const path = join(folder, `case-${made++}`, 'inbox');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, '..', 'secret.ts'), 'export const secret = 42;\n');
  return path;
}

function write(root: string, path: string, data: string | Buffer = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), data);
}

async function read(path: string): Promise<Submission> {
  const [source] = sourcesIn([path], wanted);
  const before = readdirSync(join(dirname(path), '..'), { recursive: true }).sort();
  const submission = await readSubmission(source, wanted);
  expect(readdirSync(join(dirname(path), '..'), { recursive: true }).sort()).toEqual(before);
  return submission;
}

function readArchive(name: string, bytes: Buffer): Promise<Submission> {
  const path = join(place(), name);
  writeFileSync(path, bytes);
  return read(path);
}

const readZip = async (...entries: ZipEntry[]): Promise<Submission> =>
  readArchive('learner.zip', await zipOf(entries));

const codes = ({ findings }: Submission): string[] => findings.map(({ code }) => code);
const textOf = ({ files }: Submission, id: string): string | undefined => files.get(id)?.text;

describe('the right files', () => {
  test('of a folder, wherever they lie in it', async () => {
    const root = join(place(), 'ada');
    write(root, CHAIN, 'chain');
    write(root, 'my work/adam.ts', 'adam');
    write(root, 'exercises/19-next/analogy.md', '## My text\n');
    write(root, 'notes.ts', 'nothing');
    const submission = await read(root);
    expect([...submission.files.keys()].sort()).toEqual(['adam', 'analogy', 'chain-rule']);
    expect(submission.files.get('adam')).toMatchObject({ path: 'my work/adam.ts', text: 'adam' });
    expect(submission.info).toMatchObject({ id: 'ada', name: 'ada', kind: 'folder' });
    expect(submission.findings).toEqual([]);
  });

  test('of archives, whatever their names say; the same files have the same hash', async () => {
    const zip = await zipOf([{ path: CHAIN, data: 'chain' }]);
    const tar = await tarOf([{ name: `./${CHAIN}`, data: 'chain' }]);
    const all = [
      await readArchive('a.zip', zip),
      await readArchive('b.tar', tar),
      await readArchive('c.tar.gz', gzipSync(tar)),
      await readArchive('d.zip', gzipSync(tar)),
    ];
    expect(all.map((one) => textOf(one, 'chain-rule'))).toEqual(['chain', 'chain', 'chain', 'chain']);
    expect(all.map(({ info }) => info.kind)).toEqual(['zip', 'tar', 'tar', 'tar']);
    expect(new Set(all.map(({ info }) => info.sha256)).size).toBe(1);
    expect((await readZip({ path: CHAIN, data: 'other' })).info.sha256).not.toBe(all[0].info.sha256);
  });

  test('of an archive in a folder, as some learning platforms store it', async () => {
    const root = join(place(), 'grace');
    write(root, 'exercises.zip', await zipOf([{ path: CHAIN, data: 'chain' }]));
    expect(textOf(await read(root), 'chain-rule')).toBe('chain');
  });

  test('of the cells of a notebook that name an exercise', async () => {
    const cell = (source: unknown, metadata: object): object => ({
      cell_type: 'code',
      metadata,
      source,
      outputs: [],
    });
    const cells = [
      cell(['function one() {\n', '}'], { tags: ['exercise:chain-rule'] }),
      cell('not this one', {}),
      cell('const two = 2;', { exercise: 'chain-rule' }),
      cell('three', { tags: ['exercise:unknown', 7] }),
    ];
    const path = join(place(), 'emmy.ipynb');
    writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const submission = await read(path);
    expect(submission.files.get('chain-rule')).toMatchObject({
      text: 'function one() {\n}\n\nconst two = 2;',
      fromNotebook: true,
    });
    expect([...submission.files.keys()]).toEqual(['chain-rule']);
  });

  test('the best of several, with a word about the others', async () => {
    const submission = await readZip(
      { path: 'solutions/01-scalars/chain-rule.ts', data: 'not a learner’s' },
      { path: 'old/chain-rule.ts', data: 'old' },
      { path: CHAIN, data: 'right' },
      { path: 'one/adam.ts', data: 'one' },
      { path: 'two/adam.ts', data: 'two' },
    );
    expect(textOf(submission, 'chain-rule')).toBe('right');
    expect(textOf(submission, 'adam')).toBe('one');
    expect(submission.findings).toMatchObject([
      {
        code: 'duplicate',
        path: 'two/adam.ts',
        message: 'Of two files, one/adam.ts counts, and not this file.',
      },
    ]);
  });

  test('of a class: folders, archives, notebooks, each with a name of its own', async () => {
    const root = place();
    write(root, `ada/${CHAIN}`, 'a');
    write(root, 'grace.zip', await zipOf([{ path: CHAIN, data: 'g' }]));
    write(root, 'Grace.tar', await tarOf([{ name: CHAIN, data: 'h' }]));
    write(root, '.DS_Store', 'x');
    write(root, 'list.csv', 'x');
    const sources = sourcesIn([root], wanted);
    expect(sources.map(({ kind }) => kind).sort()).toEqual(['archive', 'archive', 'folder']);
    expect(sources.map(({ id }) => id.replace(/-[0-9a-f]{8}$/, '')).sort()).toEqual([
      'Grace',
      'ada',
      'grace',
    ]);
    expect(new Set(sources.map(({ id }) => id.toLowerCase())).size).toBe(3);
    const inParts = sourcesIn([join(root, 'grace.zip'), join(root, 'ada'), join(root, 'Grace.tar')], wanted);
    expect(inParts).toEqual(sources);
  });

  test.runIf(posix)('a name that no system would like becomes one that all do', () => {
    const root = place();
    for (const name of ['a:b*c', '=cmd|x', 'con.', '\u202Egnp.zip', '–x "y" <z>', 'é'.normalize('NFD')])
      mkdirSync(join(root, name));
    const ids = sourcesIn([root], wanted).map(({ id }) => id);
    for (const id of ids) expect(id).not.toMatch(/[\\/:*?"<>|\s\u202e]|^\.|[. ]$/);
    expect(ids).toContain('é'.normalize('NFC'));
  });

  test('nothing to grade is an error that says what was expected', () => {
    const root = place();
    expect(() => sourcesIn([root], wanted)).toThrow(/holds no submission: expected/);
    expect(() => sourcesIn([join(root, 'none')], wanted)).toThrow(/there is no .*none/);
    write(root, 'thesis.pdf', 'x');
    expect(() => sourcesIn([join(root, 'thesis.pdf')], wanted)).toThrow(/is no submission: expected/);
  });

  test('a submission without any exercise says so', async () => {
    expect(codes(await readZip({ path: 'readme.txt', data: 'hi' }))).toEqual(['no-exercise']);
  });
});

describe('archives that want more', () => {
  test.each([
    ['path-outside', '../../../secret/chain-rule.ts'],
    ['path-outside', 'exercises/../../chain-rule.ts'],
    ['path-outside', '..\\..\\secret\\chain-rule.ts'],
    ['absolute-path', '/etc/cron.d/chain-rule.ts'],
    ['absolute-path', 'C:/Windows/chain-rule.ts'],
    ['control-characters', 'ex\u001b[31m/chain-rule.ts'],
  ])('zip: %s %j', async (code, hostile) => {
    const harmless = 'x'.repeat(hostile.length);
    const zip = rewritten(await zipOf([{ path: harmless, data: '' }]), harmless, hostile);
    const submission = await readArchive('learner.zip', zip);
    expect(codes(submission)).toEqual([code]);
    expect([...submission.files]).toEqual([]);
    expect(submission.refused.has('chain-rule')).toBe(true);
    expect(submission.findings[0].path).not.toContain('\u001b');
  });

  test.each(['../../../secret/chain-rule.ts', '/etc/cron.d/chain-rule.ts', 'a/../../chain-rule.ts'])(
    'tar: %s',
    async (name) => {
      const submission = await readArchive('learner.tar', await tarOf([{ name, data: 'x' }]));
      expect(codes(submission)[0]).toMatch(/path-outside|absolute-path/);
      expect(submission.files.size).toBe(0);
    },
  );

  test('links and devices in a tar', async () => {
    const names = ['chain-rule', 'adam', 'momentum', 'conv2d', 'bptt'];
    const [link, hard, character, block, fifo] = names.map((name) => `exercises/${name}.ts`);
    const bytes = await tarOf([
      { name: link, type: 'symlink', linkname: '/etc/passwd' },
      { name: hard, type: 'link', linkname: '../secret.ts' },
      { name: character, type: 'character-device', devmajor: 1, devminor: 5 },
      { name: block, type: 'block-device', devmajor: 8, devminor: 0 },
      { name: fifo, type: 'fifo' },
      { name: 'exercises/rmsprop.ts', data: 'read' },
    ]);
    const submission = await readArchive('learner.tar', bytes);
    expect(codes(submission)).toEqual(['device-file', 'device-file', 'device-file', 'hard-link', 'symlink']);
    expect([...submission.files.keys()]).toEqual(['rmsprop']);
    expect([...submission.refused.keys()].sort()).toEqual([...names].sort());
  });

  test('links and devices in a zip', async () => {
    const submission = await readZip(
      { path: CHAIN, data: '/etc/passwd', mode: 0o120777 },
      { path: ADAM, mode: 0o020666 },
      { path: 'exercises/bptt.ts', data: 'read', mode: 0o100644 },
    );
    expect(codes(submission)).toEqual(['device-file', 'symlink']);
    expect([...submission.files.keys()]).toEqual(['bptt']);
  });

  test('a zip bomb by its own words, and one that lies', async () => {
    const zeros = Buffer.alloc(2 ** 20);
    const entries = Array.from({ length: 40 }, (_, i) => ({ path: `${i}/chain-rule.ts`, data: zeros }));
    const bomb = await readZip(...entries);
    expect(codes(bomb)).toEqual(['too-large']);
    expect(bomb.findings[0].message).toMatch(/^Unpacked it would be 40 MB or more, \d+ times its size/);

    const zip = await zipOf([{ path: CHAIN, data: Buffer.alloc(8 * 2 ** 20) }]);
    const liar = await readArchive('liar.zip', relabelled(zip, { unpacked: 100 }));
    expect(codes(liar)).toEqual(['broken-archive']);
    expect(liar.files.size).toBe(0);
  });

  test('a tar.gz bomb is not unpacked to its end', async () => {
    const data = Buffer.alloc(64 * 2 ** 20);
    const submission = await readArchive('bomb.tgz', gzipSync(await tarOf([{ name: 'big.bin', data }])));
    expect(codes(submission)).toEqual(['too-large']);
    expect(submission.findings[0].message).toMatch(/or more, \d+ times its size/);
  });

  test('a source of 10 MB', async () => {
    const data = Buffer.alloc(10 * 2 ** 20, 'x');
    for (const submission of [
      await readZip({ path: CHAIN, data }),
      await readArchive('a.tar', await tarOf([{ name: CHAIN, data }])),
    ]) {
      expect(codes(submission)).toEqual(['too-large']);
      expect(submission.refused.get('chain-rule')).toBe('It is larger than 1 MB; it was not read.');
    }
    expect(
      textOf(await readZip({ path: CHAIN, data: data.subarray(0, MAX_FILE_BYTES) }), 'chain-rule'),
    ).toHaveLength(MAX_FILE_BYTES);
  });

  test('too many files, folders in folders, findings without end', async () => {
    const many = Array.from({ length: MAX_ENTRIES + 1 }, (_, i) => ({ name: `f${i}`, data: '' }));
    expect(codes(await readArchive('many.tar', await tarOf([{ name: CHAIN, data: 'x' }, ...many])))).toEqual([
      'too-many-files',
    ]);
    const deep = `${'d/'.repeat(40)}chain-rule.ts`;
    expect(codes(await readZip({ path: deep, data: 'x' }))).toEqual(['too-deep']);
    const links = Array.from({ length: 200 }, (_, i) => ({
      name: `l${i}`,
      type: 'symlink' as const,
      linkname: '/',
    }));
    const { findings } = await readArchive('links.tar', await tarOf(links));
    expect(findings).toHaveLength(MAX_FINDINGS + 1);
    expect(findings.at(-1)?.message).toMatch(/^15\d more things/);
  });

  test('one path twice, and names that differ in capital letters', async () => {
    const twice = await readZip({ path: CHAIN, data: 'first' }, { path: CHAIN, data: 'second' });
    expect(textOf(twice, 'chain-rule')).toBe('second');
    expect(codes(twice)).toEqual(['duplicate']);
    const clash = await readZip(
      { path: 'exercises/01-scalars/Chain-Rule.ts', data: 'capital' },
      { path: CHAIN, data: 'small' },
    );
    expect(textOf(clash, 'chain-rule')).toBe('small');
    expect(codes(clash)).toEqual(['case-clash']);
  });

  test('a password, an archive in an archive, and what is no archive at all', async () => {
    const locked = relabelled(await zipOf([{ path: CHAIN, data: 'x' }]), { encrypted: true });
    expect(codes(await readArchive('locked.zip', locked))).toEqual(['encrypted']);
    expect(codes(await readZip({ path: 'inner.zip', data: 'PK' }, { path: CHAIN, data: 'x' }))).toEqual([
      'archive-in-archive',
    ]);
    expect(codes(await readArchive('a.zip', Buffer.from('Rar!\u001a\u0007')))).toEqual(['broken-archive']);
    expect(codes(await readArchive('empty.zip', Buffer.alloc(0)))).toEqual(['broken-archive']);
  });

  test('settings and packages of its own', async () => {
    const names = [
      'vitest.config.ts',
      'package.json',
      '.npmrc',
      'tsconfig.json',
      'node_modules/vitest/index.js',
    ];
    const submission = await readZip(...names.map((path) => ({ path, data: 'x' })), {
      path: CHAIN,
      data: 'x',
    });
    expect(submission.findings).toMatchObject([
      {
        code: 'submission-settings',
        path: '.npmrc, index.js, package.json, tsconfig.json, vitest.config.ts',
        effect: 'noted',
      },
    ]);
    expect([...submission.files.keys()]).toEqual(['chain-rule']);
  });

  test('damage of any kind is a finding, and never an error', { timeout: 60_000 }, async () => {
    const entries = [CHAIN, ADAM, 'exercises/bptt.ts'].map((path) => ({ path, data: 'x'.repeat(500) }));
    const zip = await zipOf(entries);
    const tar = await tarOf(entries.map(({ path, data }) => ({ name: path, data })));
    const path = place();
    const source = (name: string): Source => ({ id: 'x', name, path: join(path, name), kind: 'archive' });
    const damage = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    let damaged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(zip, tar, gzipSync(tar)),
        damage,
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        async (bytes, changes, part) => {
          const copy = Buffer.from(bytes.subarray(0, Math.ceil(bytes.length * part)));
          for (const [at, value] of changes) copy[Math.floor(at * (copy.length - 1))] = value;
          const name = bytes === zip ? 'a.zip' : 'a.tar';
          writeFileSync(join(path, name), copy);
          const { files, findings } = await readSubmission(source(name), wanted);
          if (findings.length > 0) damaged++;
          for (const { text } of files.values()) expect(text.length).toBeLessThanOrEqual(MAX_FILE_BYTES);
        },
      ),
      { numRuns: 200 },
    );
    expect(damaged).toBeGreaterThan(50);
  });
});

describe('folders that want more', () => {
  test.runIf(posix)('links to elsewhere and files that are none', async () => {
    const root = join(place(), 'mallory');
    write(root, ADAM, 'adam');
    symlinkSync('../../secret.ts', join(root, 'chain-rule.ts'));
    symlinkSync('/etc', join(root, 'exercises', 'etc'));
    linkSync(join(root, '..', '..', 'secret.ts'), join(root, 'bptt.ts'));
    execFileSync('mkfifo', [join(root, 'conv2d.ts')]);
    const submission = await read(root);
    expect(codes(submission)).toEqual(['device-file', 'hard-link', 'symlink', 'symlink']);
    expect([...submission.files.keys()]).toEqual(['adam']);
    expect([...submission.refused.keys()].sort()).toEqual(['bptt', 'chain-rule', 'conv2d']);
  });

  test.runIf(posix)('a link in the folder of a class is no submission', async () => {
    const root = place();
    write(root, `ada/${CHAIN}`, 'a');
    symlinkSync('/', join(root, 'mallory'));
    const mallory = sourcesIn([root], wanted).find(({ id }) => id === 'mallory') as Source;
    expect(codes(await readSubmission(mallory, wanted))).toEqual(['symlink']);
  });

  test('packages are not walked through, and folders in folders end', async () => {
    const root = join(place(), 'deep');
    write(root, CHAIN, 'x');
    write(root, 'node_modules/evil/adam.ts', 'x');
    write(root, `exercises/${'d/'.repeat(40)}adam.ts`, 'x');
    const submission = await read(root);
    expect(codes(submission)).toEqual(['submission-settings', 'too-deep']);
    expect([...submission.files.keys()]).toEqual(['chain-rule']);
  });

  test('other encodings', async () => {
    const root = join(place(), 'old');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('// ∂y', 'utf16le')]);
    const big = Buffer.from(utf16).swap16();
    write(root, CHAIN, utf16);
    write(root, ADAM, big);
    write(root, 'momentum.ts', Buffer.from('// caf\u00e9', 'latin1'));
    write(root, 'bptt.ts', '\ufeff// ∂y');
    write(root, 'conv2d.ts', Buffer.from('a\0b'));
    const submission = await read(root);
    const texts = ['chain-rule', 'adam', 'momentum', 'bptt', 'conv2d'].map((id) => textOf(submission, id));
    expect(texts).toEqual(['// ∂y', '// ∂y', '// café', '// ∂y', undefined]);
    expect(submission.findings.map(({ code, effect }) => `${code} ${effect}`)).toEqual([
      'bad-encoding refused',
      'bad-encoding noted',
      'bad-encoding noted',
      'bad-encoding noted',
    ]);
  });

  test('a notebook that is none', async () => {
    const root = join(place(), 'n');
    write(root, CHAIN, 'x');
    const texts = [
      '{',
      '[]',
      'null',
      '{"cells": 7}',
      '['.repeat(1e6),
      '{"cells": [null, 7, {"metadata": 3}]}',
    ];
    for (const [i, text] of texts.entries()) write(root, `${i}.ipynb`, text);
    const submission = await read(root);
    expect(codes(submission)).toEqual(Array.from({ length: 5 }, () => 'broken-notebook'));
    expect([...submission.files.keys()]).toEqual(['chain-rule']);
  });
});

test('nothing was written beside the submissions', () => {
  for (const name of readdirSync(folder)) {
    expect(readFileSync(join(folder, name, 'secret.ts'), 'utf8')).toBe('export const secret = 42;\n');
    expect(readdirSync(join(folder, name)).sort()).toEqual(['inbox', 'secret.ts']);
  }
});
