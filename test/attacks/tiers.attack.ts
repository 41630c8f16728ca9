// Every attack on every tier that this machine has: it wins no point that its base does not have, leaves no process and
// no file, reaches no listener and no secret, and the next submission gets what it deserves.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGradedTest } from '../../tools/grader/graded';
import { chooseIsolation, type Isolation, TIERS } from '../../tools/grader/isolation';
import { sandboxProgram } from '../../tools/grader/isolation/program';
import type { TestOutcome } from '../../tools/grader/result';
import { compile } from '../../tools/grader/sandbox/compile';
import { LearnerProcess, type Limits } from '../../tools/grader/sandbox/learner-process';
import { attacked } from './exercise';
import { family, type Process, remaining } from './processes';
import { attacks, honest, purpose, type Surroundings, submission } from './submissions';

const SEED = 1;
const HASTY = { loadMs: 1_500, callMs: 300, testMs: 400 };
const PATIENT = { loadMs: 60_000, callMs: 30_000, testMs: 60_000 };
/** What its base gets. */
const DESERVED = 2;
const ALL = 10;
/** Of what is printed, and of the messages. */
const LONGEST = 20_000;
/** What cleaning must not leave. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
const secret = `secret-${process.pid}-${Date.now()}`;
let heard = 0;
const server = createServer((socket) => {
  heard++;
  socket.destroy();
});
const udp = createSocket('udp4', () => heard++);
let port = 0;

beforeAll(async () => {
  process.env.BACKPROP_ATTACK_SECRET = secret;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
});

afterAll(() => {
  server.close();
  udp.close();
  rmSync(folder, { recursive: true });
});

interface Graded {
  readonly outcomes: readonly TestOutcome[];
  readonly points: number;
  readonly printed: string;
  /** The sandboxes, with all that was in them. */
  readonly used: readonly Process[];
}

async function grade(text: string, isolation: Isolation, limits: Partial<Limits>): Promise<Graded> {
  const used: Process[] = [];
  const watched: Isolation = {
    ...isolation,
    async open(...args) {
      const session = await isolation.open(...args);
      used.push(...family(session.pid));
      return session;
    },
  };
  const { code } = compile(text, 'attacked.ts');
  const learner = new LearnerProcess('attacked.ts', code, limits, watched);
  const outcomes: TestOutcome[] = [];
  for (const entry of attacked.entry.tests)
    outcomes.push(await runGradedTest(attacked, entry, learner, SEED));
  await learner.close();
  const points = outcomes.reduce((sum, outcome) => sum + outcome.points, 0);
  return { outcomes, points, printed: learner.printed, used };
}

/** A folder that nobody may write to, with something that nobody may read. */
function surroundings(attack: string, tier: string): Surroundings {
  const mark = `mark-${tier}-${attack}-${process.pid}`;
  const outside = join(folder, mark);
  mkdirSync(outside);
  chmodSync(outside, 0o700);
  writeFileSync(join(outside, 'secret.txt'), `module.exports = { answer: 6 }; // ${secret}\n`, {
    mode: 0o600,
  });
  return { mark, outside, port, secret };
}

/** What lies in all places where an attack tries to write. */
const filesOf = ({ outside, mark }: Surroundings, program: string): string[] => [
  ...readdirSync(outside).map((name) => `${name} ${readFileSync(join(outside, name), 'utf8')}`),
  ...[tmpdir(), program, process.cwd()].flatMap((place) =>
    readdirSync(place).filter((name) => name.includes(mark)),
  ),
];

describe.each(TIERS.map(({ name }) => name))('tier %s', (tier) => {
  let isolation: Isolation | undefined;
  let program = '';

  beforeAll(async () => {
    ({ folder: program } = await sandboxProgram());
    isolation = await chooseIsolation({ tier, warm: 2 }).catch((error: Error) => {
      console.warn(`${error.message}: its attacks are left out.`);
      return undefined;
    });
  });
  afterAll(() => isolation?.close());

  test('the base gets what it deserves, and the right file everything', async (context) => {
    if (!isolation) return context.skip();
    const base = await grade(submission(undefined, surroundings('none', tier)), isolation, PATIENT);
    expect(base.outcomes.map(({ passed }) => passed)).toEqual([true, false, false]);
    expect(base.points).toBe(DESERVED);
    expect((await grade(honest, isolation, PATIENT)).points).toBe(ALL);
  });

  describe.concurrent('stops', () => {
    test.each(attacks.map((attack) => [attack, purpose(attack)]))('%s: %s', async (attack, _purpose) => {
      if (!isolation) return;
      const around = surroundings(attack, tier);
      const before = filesOf(around, program);
      const heardBefore = heard;
      const { outcomes, points, printed, used } = await grade(submission(attack, around), isolation, HASTY);
      const said = [printed, ...outcomes.map(({ failure }) => `${failure?.message}${failure?.got}`)].join(
        '\n',
      );

      expect(points, said).toBeLessThanOrEqual(DESERVED);
      expect(said).not.toContain(secret);
      expect(said).not.toMatch(CONTROL);
      expect(said.length).toBeLessThan(LONGEST);
      expect(heard).toBe(heardBefore);
      expect(filesOf(around, program)).toEqual(before);
      const left = await remaining(
        ({ pid, started, command }) =>
          used.some((one) => one.pid === pid && one.started === started) || command.includes(around.mark),
      );
      expect(left).toEqual([]);
      expect(existsSync(join(program, 'main.cjs'))).toBe(true);
      expect((await grade(honest, isolation, PATIENT)).points).toBe(ALL);
    });
  });
});
