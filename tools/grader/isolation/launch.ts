// A sandbox as the trusted side holds it: a process with three streams and the channel, and a way to end all of it.

import type { ChildProcess } from 'node:child_process';

export interface Launched {
  /** Standard output, standard error and CHANNEL_FD are pipes. */
  readonly child: ChildProcess;
  /** Ends the process and everything that it has started. */
  kill(): void;
}
