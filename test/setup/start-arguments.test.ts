import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStartArguments } from '../../tools/setup/start-arguments';
import { temporaryFolder } from './fixtures';

function project() {
  const root = temporaryFolder();
  mkdirSync(path.join(root, 'notebooks'));
  for (const name of ['00-start-here', '03-chain-rule']) {
    writeFileSync(path.join(root, 'notebooks', `${name}.ipynb`), '{}');
  }
  return {
    root,
    parse: (args: string[], more = {}) =>
      parseStartArguments(args, { root, cwd: root, isRoot: false, ...more }),
  };
}

describe('the arguments of npm start', () => {
  test('none: the first notebook, in the project', () => {
    const { root, parse } = project();
    expect(parse([])).toEqual({
      help: false,
      host: '127.0.0.1',
      jupyter: [
        '--ServerApp.answer_yes=True',
        `--ServerApp.root_dir=${root}`,
        '--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb',
      ],
    });
  });

  test('before there is a first notebook: JupyterLab’s own first page', () => {
    const root = temporaryFolder();
    const { jupyter } = parseStartArguments([], { root, cwd: root, isRoot: false });
    expect(jupyter).toContain('--LabApp.default_url=/lab');
  });

  test.each([
    [['--port', '8899'], 8899],
    [['--port=8899'], 8899],
    [['--ServerApp.port=8899'], 8899],
    [['--no-browser', '--port', '8899', '--debug'], 8899],
    [['--port=1', '--port=2'], 2],
    [['--port', 'abc'], undefined],
    [['--port'], undefined],
    [['--no-browser'], undefined],
  ])('%j asks for port %s and is passed on', (args, port) => {
    const found = project().parse(args);
    expect(found.port).toBe(port);
    expect(found.jupyter.slice(0, args.length)).toEqual(args);
  });

  test('a notebook takes the place of the first one, seen from the folder where it was typed', () => {
    const { root, parse } = project();
    const notebook = path.join(root, 'notebooks', '03-chain-rule.ipynb');
    for (const [args, cwd] of [
      [['--no-browser', 'notebooks/03-chain-rule.ipynb'], root],
      [['--port', '8899', '03-chain-rule.ipynb'], path.join(root, 'notebooks')],
    ] as const) {
      const { jupyter } = parse([...args], { cwd });
      expect(jupyter).toContain(notebook);
      expect(jupyter.join(' ')).not.toContain('default_url');
    }
  });

  test('what the learner says goes before what we would say', () => {
    const { parse } = project();
    const { jupyter } = parse(['--LabApp.default_url=/lab/tree/x', '--ServerApp.root_dir=/x', '-y'], {
      isRoot: true,
    });
    expect(jupyter).toEqual([
      '--LabApp.default_url=/lab/tree/x',
      '--ServerApp.root_dir=/x',
      '-y',
      '--allow-root',
    ]);
    expect(
      parse(['--allow-root'], { isRoot: true }).jupyter.filter((word) => word === '--allow-root'),
    ).toHaveLength(1);
  });

  test('--help and -h', () => {
    const { parse } = project();
    expect([['--help'], ['-h'], ['--help-all'], []].map((args) => parse(args).help)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
