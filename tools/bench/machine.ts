/** Where figures come from: they mean nothing without it. */
import { availableParallelism, cpus } from 'node:os';

export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  platform: string;
  /** All of it in one line. */
  text: string;
}

export function machine(): Machine {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  const cores = availableParallelism();
  const { version: node } = process;
  const platform = `${process.platform}-${process.arch}`;
  return { cpu, cores, node, platform, text: `${cpu}, ${cores} cores, Node ${node}, ${platform}` };
}
