// Kills the process that asks.

export function onCall(): void {
  process.kill(process.ppid, 'SIGKILL');
}
