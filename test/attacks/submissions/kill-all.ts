// Kills every process that it may kill, if there is any.

export function onCall(): void {
  // Signal 0 kills nobody: where somebody could be reached, this is told and not done.
  process.kill(-1, 0);
  console.log(ATTACK.secret);
}
