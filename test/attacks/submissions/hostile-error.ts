// Throws an error whose parts run code.

export function onCall(): never {
  const error = new Error('x');
  for (const name of ['message', 'stack', 'name'])
    Object.defineProperty(error, name, { get: () => ({ toString: () => 'y'.repeat(1e7) }) });
  throw error;
}
