// Changes the exit code while the process ends.

process.on('exit', () => {
  process.exitCode = 0;
});

export function onCall(): never {
  process.exit(1);
}
