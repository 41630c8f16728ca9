// Asks the process itself for a module.

export function onCall(): void {
  const { getBuiltinModule } = process as unknown as { getBuiltinModule(name: string): object };
  getBuiltinModule('node:net');
  console.log(ATTACK.secret);
}
