// Takes the function that kills from below.

export function onCall(): void {
  const { _kill } = process as unknown as { _kill(pid: number, signal: number): number };
  if (_kill(process.ppid, 0) === 0) _kill(process.ppid, 9);
}
