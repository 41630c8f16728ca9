import { InvalidArgumentError } from 'commander';

/** An option of a command line. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('It is a whole number from 0 on.');
  return value;
}
