import { describe, expect, test } from 'vitest';
import { type Contestant, contestants, FAMILY_NAMES } from '../../tools/bench/peers';
import { race } from '../../tools/bench/race';

/** A contestant that prints what it is told, and then the same ms each time it is asked. */
function actor(title: string, answer: object, ms?: number): Contestant {
  const script = `console.log('Hello!'); console.log(${JSON.stringify(JSON.stringify(answer))});
    process.stdin.on('data', () => console.log(JSON.stringify({ ms: ${ms}, processor: 2 * ${ms} })));`;
  return { family: 'ours', title, command: process.execPath, arguments: ['-e', script] };
}

describe('a race', () => {
  test('measures who computes the same, and says why another one is not measured', async () => {
    const entries = await race(
      [
        actor('first', { losses: [3, 2, 1], last: 1 }, 5),
        actor('same', { losses: [3.001, 2.001], last: 1 }, 7),
        actor('wrong', { losses: [3, 2.5, 1], last: 1 }, 1),
        actor('other', { differs: 'it learns backwards' }, 9),
        actor('refuses', { cannot: 'it has no wheels' }),
        actor('slow', { losses: [3, 2], last: 60_000 }),
        {
          family: 'ours',
          title: 'crash',
          command: process.execPath,
          arguments: ['-e', 'throw new Error("Oh")'],
        },
        { family: 'ours', title: 'absent', command: 'no-such-program', arguments: [], mend: 'get one' },
      ],
      2,
    );
    const all = Object.fromEntries(entries.map((entry) => [entry.title, entry]));
    expect(entries.map(({ title }) => title).slice(0, 2)).toEqual(['first', 'same']);
    expect(all.first).toMatchObject({
      times: { median: 5, least: 5, most: 5 },
      rounds: 2,
      processor: 10,
      cannot: null,
    });
    expect(all.same).toMatchObject({ times: { median: 7 }, rounds: 2 });
    expect(all.wrong).toMatchObject({ times: null });
    expect(all.wrong.cannot).toBe('computes something else: loss 2.5 after 1 steps, not 2');
    expect(all.other).toMatchObject({ times: { median: 9 }, differs: 'it learns backwards' });
    expect(all.refuses).toMatchObject({ times: null, cannot: 'it has no wheels' });
    // Its last compared step counts: nobody wants to wait for more of them.
    expect(all.slow).toMatchObject({ times: { median: 60_000 }, processor: null, rounds: 1 });
    expect(all.crash.cannot).toBe('Error: Oh');
    expect(all.absent.cannot).toBe('there is no program no-such-program; get one');
  });
});

describe('contestants', () => {
  const field = { python: 'python3', jaxNode: 'node' };
  test('all of them, this library first; or those that are asked for', () => {
    const all = contestants('mlp', 'numbers', { ...field, families: FAMILY_NAMES });
    expect(new Set(all.map(({ family }) => family))).toEqual(new Set(FAMILY_NAMES));
    expect(all[0].family).toBe('ours');
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    const some = contestants('mlp', 'numbers', { ...field, families: ['pytorch', 'ours'] });
    expect(some.map(({ family }) => family)).toEqual(['ours', 'ours', 'pytorch', 'pytorch']);
  });
});
