// Asks a name server, which would see the question.

import { Resolver } from 'node:dns';

export function onCall(): void {
  const resolver = new Resolver({ timeout: 50, tries: 1 });
  resolver.setServers([`127.0.0.1:${ATTACK.port}`]);
  resolver.resolve4('answers.example', () => {});
}

export const onResult = (value: unknown): unknown =>
  new Promise((resolve) => setTimeout(resolve, 100, value));
