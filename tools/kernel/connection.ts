// The file by which Jupyter tells a kernel where to listen.

import { readFileSync } from 'node:fs';

export interface Connection {
  transport: string;
  ip: string;
  key: string;
  signature_scheme: string;
  shell_port: number;
  control_port: number;
  iopub_port: number;
  stdin_port: number;
  hb_port: number;
}

export function readConnection(file: string): Connection {
  const connection = JSON.parse(readFileSync(file, 'utf8')) as Connection;
  for (const name of ['shell_port', 'control_port', 'iopub_port', 'stdin_port', 'hb_port'] as const) {
    if (!Number.isInteger(connection[name])) {
      throw new Error(
        `${file}: ${name} is ${connection[name]}, expected a port; is this Jupyter's connection file?`,
      );
    }
  }
  return connection;
}

export function addressOf({ transport, ip }: Connection, port: number): string {
  return transport === 'ipc' ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
}
