// What a learner can say while the course is running: one key on a terminal, or a word on a line.

/** check: again, without a save. next, back: another exercise. reset: the file as it was handed out. */
export const COMMANDS = ['check', 'hint', 'next', 'back', 'list', 'reset', 'quit'] as const;

export type Command = (typeof COMMANDS)[number];

/** By the whole word or by its first letter, which no other word has. */
export function commandFor(input: string): Command | undefined {
  const word = input.trim().toLowerCase();
  return COMMANDS.find((command) => command === word || command[0] === word);
}
