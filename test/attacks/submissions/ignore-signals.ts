// Ignores all signals that can be ignored, and never returns.

export function onCall(): never {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  for (;;);
}
