/** Tells the learner what is going on. `update` is for progress: on a terminal it overwrites the line before. */
export interface Report {
  say(line: string): void;
  update(line: string): void;
}

export const silent: Report = { say: () => {}, update: () => {} };

/** Writes to standard error, so that a program's own output stays clean. In a log file, progress is left out. */
export function reportTo(stream: NodeJS.WriteStream): Report {
  let pending = false;
  const clear = () => {
    if (pending) stream.write('\r\x1b[2K');
    pending = false;
  };
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    update(line) {
      if (!stream.isTTY) return;
      clear();
      stream.write(line.slice(0, stream.columns - 1));
      pending = true;
    },
  };
}
