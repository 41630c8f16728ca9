// npm run learn [-- ID]: leads through the exercises of the course, one after the other.

import { createInterface, emitKeypressEvents, type Key } from 'node:readline';
import { Command as Program } from 'commander';
import pc from 'picocolors';
import { findExercise, unknownExercise } from '../catalog';
import { Checker } from '../checker';
import { COLORS, PLAIN } from '../report';
import { COMMANDS, type Command, commandFor } from './commands';
import { type Screen, screenText } from './screen';
import { LearnSession } from './session';

/** Clears the terminal, what has been scrolled away included. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

async function learn(id: string | undefined, { progressFile }: { progressFile?: string }): Promise<void> {
  if (id !== undefined && !findExercise(id)) {
    console.error(pc.red(unknownExercise(id)));
    process.exit(2);
  }
  const terminal = process.stdin.isTTY && process.stdout.isTTY;
  const show = (screen: Screen): void => {
    if (terminal) process.stdout.write(`${CLEAR}${screenText(screen, COLORS)}\n`);
    // Elsewhere every screen stays; the line in between would only be noise.
    else if (!screen.checking) console.log(`${screenText(screen, PLAIN)}\n`);
  };
  const session = new LearnSession({
    checker: new Checker(),
    show,
    ...(id !== undefined && { id }),
    ...(progressFile !== undefined && { progressFile }),
  });
  const quit = (): void => {
    if (terminal) process.stdin.setRawMode(false);
    // Also out of an endless loop in the learner's file: the process with it ends together with this one.
    process.exit(0);
  };
  const handle = (command: Command | undefined): void => {
    if (command === 'quit') quit();
    else if (command) session.do(command).catch(fail);
    else if (!terminal) console.log(`The commands are: ${COMMANDS.join(', ')}.`);
  };
  if (terminal) {
    emitKeypressEvents(process.stdin);
    process.stdin.setRawMode(true);
    process.stdin.on('keypress', (text: string | undefined, key: Key) => {
      if (key.ctrl && (key.name === 'c' || key.name === 'd')) quit();
      handle(commandFor(text ?? ''));
    });
  } else {
    const lines = createInterface({ input: process.stdin });
    lines.on('line', (line) => handle(commandFor(line)));
    // The commands came from a file or a pipe that has ended: what they began shall be seen.
    lines.on('close', () => session.close().then(quit, fail));
  }
  await session.start();
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(2);
}

new Program('learn')
  .description('Leads through the exercises of the course and checks the current one each time it is saved.')
  .argument('[id]', 'the exercise to begin with; otherwise the first that is not done')
  .option('--progress-file <path>', 'where to remember the progress')
  .action(learn)
  .parseAsync()
  .catch(fail);
