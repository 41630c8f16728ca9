// The kernel's small parts, each by itself.

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { completeness } from '../../tools/kernel/cell-syntax';
import { History } from '../../tools/kernel/history';
import { CellFiles } from '../../tools/kernel/language-cells';
import { type Memory, MemoryGuard } from '../../tools/kernel/memory-guard';
import { codePointsTo, unitsTo } from '../../tools/kernel/unicode';
import { type Message, Wire, WireError } from '../../tools/kernel/wire';

describe('Wire', () => {
  const message: Message = {
    identities: [Buffer.from('client')],
    header: { msg_id: '1', msg_type: 'x', session: 's', username: 'u', date: '', version: '5.4' },
    parent_header: {},
    metadata: {},
    content: { text: 'ü 𝜃' },
    buffers: [Buffer.from([1, 2])],
  };
  const wire = new Wire('secret');

  it('reads what it writes', () => {
    expect(wire.decode(wire.encode(message))).toEqual(message);
    const unsigned = new Wire('');
    expect(unsigned.decode(unsigned.encode(message))).toEqual(message);
  });

  it.each([
    ['another key', () => new Wire('guess').encode(message)],
    [
      'a changed content',
      () => wire.encode(message).map((f, i) => (i === 6 ? Buffer.from('{"text":"other"}') : f)),
    ],
    ['no signature', () => wire.encode(message).map((f, i) => (i === 2 ? Buffer.from('') : f))],
  ])('rejects a message with %s', (_what, frames) => {
    expect(() => wire.decode(frames())).toThrow(new WireError('its signature is wrong'));
  });

  it.each([
    ['no frames', []],
    ['no delimiter', [Buffer.from('a')]],
    ['too few frames', [Buffer.from('<IDS|MSG>'), Buffer.from('')]],
  ])('rejects %s', (_what, frames) => {
    expect(() => wire.decode(frames)).toThrow(WireError);
  });
});

describe('History', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backprop-lab-history-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lasts longer than a session, and survives a line that was cut off', () => {
    const file = join(folder, 'new', 'history.jsonl');
    const first = new History(file);
    first.add(1, 'a', '1');
    appendFileSync(file, '{"session":1,"li\n');
    const second = new History(file);
    second.add(1, 'b', null);
    expect(second.session).toBe(2);
    expect(second.range(-1, 0, null).map(({ source }) => source)).toEqual(['a']);
    expect(second.range(0, 0, null).map(({ source }) => source)).toEqual(['b']);
    expect(second.tail(5).map(({ source }) => source)).toEqual(['a', 'b']);
  });

  it('searches by glob', () => {
    const history = new History(join(folder, 'history.jsonl'));
    for (const [i, source] of ['x = 1', 'y (2)', 'x = 1', 'x.y'].entries()) history.add(i, source, null);
    expect(history.search('x*', null, false)).toHaveLength(3);
    expect(history.search('x*', null, true)).toHaveLength(2);
    expect(history.search('x?y', null, false)).toHaveLength(1);
    expect(history.search('y (?)', 1, false)).toHaveLength(1);
  });
});

describe('CellFiles', () => {
  const run = (cells: CellFiles, source: string): string => {
    const file = cells.current;
    cells.keep(cells.show(source));
    return file;
  };

  it('brings in what a cell mentions, as a constant or as a variable', () => {
    const cells = new CellFiles('/notebook');
    run(cells, 'const a = 1; let b = 2; const unused = 3;');
    cells.show('b = a;');
    const text = cells.textOf(cells.current);
    expect(text).toContain('import a = __notebook.c0.a;');
    expect(text).toContain('declare let b: typeof __notebook.c0.b;');
    expect(text).not.toContain('unused');
    cells.show('', true);
    expect(cells.textOf(cells.current)).toContain('import unused = __notebook.c0.unused;');
  });

  it('uses the file of a cell again when nothing needs it any more', () => {
    const cells = new CellFiles('/notebook');
    const first = run(cells, 'const a = 1;');
    run(cells, 'const b = a;');
    const again = run(cells, "const a = 'x';");
    expect(new Set([first, again, cells.current]).size).toBe(3);
    run(cells, 'const b = 2;');
    expect(cells.current).toBe(first);
    for (let i = 0; i < 200; i++) run(cells, 'const a = 1;');
    expect(cells.textOf('/notebook/__cell_64.ts')).toBeUndefined();
  });

  it('has as many files as there are cells that declare something', () => {
    const cells = new CellFiles('/notebook');
    for (let i = 0; i < 100; i++) run(cells, `const a${i} = ${i};`);
    expect(cells.textOf('/notebook/__cell_99.ts')).toContain('const a99 = 99;');
    expect(cells.textOf(cells.root)).toContain("export * as c99 from './__cell_99';");
  });
});

describe('MemoryGuard', () => {
  const MB = 2 ** 20;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Looks at a process whose memory is told for each look, from the first on. */
  async function watching(tell: (look: number) => Memory, looks = 40) {
    let look = 0;
    const full: Memory[] = [];
    const collect = vi.fn();
    const heap = async () => ({ used: 0, limit: 4000 * MB });
    const guard = new MemoryGuard({ heap, process: () => tell(look++), collect }, (memory) =>
      full.push(memory),
    );
    guard.watch(true);
    for (let i = 0; i < looks; i++) await vi.advanceTimersByTimeAsync(100);
    return { full, collect };
  }

  it.each([10, 50, 200])(
    'stops a cell whose typed arrays grow by %i MB a look, once, and before it is too late',
    async (step) => {
      const { full } = await watching((look) => ({ used: (300 + step * look) * MB, limit: 2000 * MB }), 200);
      expect(full).toHaveLength(1);
      expect(full[0]?.used).toBeGreaterThan(1700 * MB);
      expect(full[0]?.used).toBeLessThan(2000 * MB);
    },
  );

  it('leaves a cell alone that takes little while other programs fill the machine', async () => {
    const { full, collect } = await watching((look) => ({ used: 600 * MB, limit: (2000 - 40 * look) * MB }));
    expect(full).toEqual([]);
    expect(collect).toHaveBeenCalledOnce();
  });

  it('lets V8 collect what is needed no longer', async () => {
    const { full, collect } = await watching((look) => ({
      used: (look % 10 < 6 ? 1500 + 45 * (look % 10) : 500) * MB,
      limit: 2000 * MB,
    }));
    expect(full).toEqual([]);
    expect(collect).toHaveBeenCalled();
  });

  it('does not look while no cell is running', async () => {
    const tell = vi.fn(() => ({ used: 0, limit: 2000 * MB }));
    const guard = new MemoryGuard({ heap: async () => tell(), process: tell, collect: () => {} }, () => {});
    guard.watch(true);
    guard.watch(false);
    tell.mockClear();
    await vi.advanceTimersByTimeAsync(1000);
    expect(tell).not.toHaveBeenCalled();
  });
});

describe('places in text', () => {
  it('count code points outside and UTF-16 units inside', () => {
    const text = 'a𝜃b';
    expect([0, 1, 2, 3, 9].map((points) => unitsTo(text, points))).toEqual([0, 1, 3, 4, 4]);
    expect([0, 1, 3, 4].map((units) => codePointsTo(text, units))).toEqual([0, 1, 2, 3]);
  });
});

describe('completeness', () => {
  it.each(['1', 'const a = `x`', 'await f()', 'class A {}', ''])('%j is complete', (source) => {
    expect(completeness(source)).toEqual({ status: 'complete' });
  });
  it.each([
    ['if (a) {', '  '],
    ['f(() => {', '    '],
    ['const a = `x', ''],
    ['/* x', ''],
    ['a +', ''],
  ])('%j wants another line', (source, indent) => {
    expect(completeness(source)).toEqual({ status: 'incomplete', indent });
  });
  it.each(['const const', 'function )', 'let 1x = 3;\n'])('%j is no TypeScript', (source) => {
    expect(completeness(source)).toEqual({ status: 'invalid' });
  });
});
