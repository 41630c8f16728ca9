import { createServer } from 'node:net';
import { codeOf, SetupError } from './errors';

/** Whether a server could listen there now: 'EADDRINUSE' if another one does. */
function tryPort(port: number, host: string): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('')));
  });
}

/** Throws if a port that the learner asked for is taken: JupyterLab would silently use another one. */
export async function checkPort(port: number, host = '127.0.0.1'): Promise<void> {
  const refusal = await tryPort(port, host);
  if (refusal === 'EACCES') {
    throw new SetupError(
      `Port ${port} is for the system's own services`,
      'ask for one above 1024, such as npm start -- --port 8888',
    );
  }
  if (refusal !== 'EADDRINUSE') return;
  throw new SetupError(
    `Port ${port} is taken by another program`,
    `use a free one: npm start -- --port ${await freePort(port + 1, host)}`,
  );
}

async function freePort(from: number, host: string): Promise<number> {
  for (let port = from; port < Math.min(from + 100, 65536); port += 1) {
    if ((await tryPort(port, host)) === '') return port;
  }
  return 0; // The system then chooses.
}
