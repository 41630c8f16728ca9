/** Something in the learner's set-up that only the learner can mend: told in one sentence, without a stack trace. */
export class SetupError extends Error {
  override readonly name = 'SetupError';

  /** `problem` says what is wrong, `mend` what to do; both without a full stop at the end. */
  constructor(
    readonly problem: string,
    readonly mend: string,
  ) {
    super(`${problem}; ${mend}.`);
  }
}

/** The error code of the operating system, such as ENOENT, or '' if the error has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

export function noSpaceLeft(where: string): SetupError {
  return new SetupError(`There is no space left on the disk for ${where}`, 'free about 500 MB and try again');
}

/** Turns an error of the file system into a sentence for the learner; any other error stays what it is. */
export function explainFileError(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SetupError(
        `${path} cannot be written`,
        'give yourself write access to the project folder or copy the project to a folder of your own',
      );
    case 'EBUSY':
    case 'ENOTEMPTY':
      return new SetupError(`${path} is in use by another program`, 'close JupyterLab and try again');
    case 'ENOTDIR':
    case 'EEXIST':
      return new SetupError(`A file is where the folder ${path} should be`, 'move or delete that file');
    case 'ENOSPC':
    case 'EDQUOT':
      return noSpaceLeft(path);
    default:
      return error;
  }
}

/** Runs a program's main function: its result is the exit code, a SetupError is one line and exit code 1. */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  // Who reads our output may stop reading, as `head` does.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
