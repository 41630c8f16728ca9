// Takes the functions under the modules.

export function onCall(): void {
  const { binding } = process as unknown as { binding(name: string): Record<string, unknown> };
  for (const name of ['spawn_sync', 'fs', 'tcp_wrap', 'process_wrap'])
    console.log(Object.keys(binding(name)).length, ATTACK.secret);
}
