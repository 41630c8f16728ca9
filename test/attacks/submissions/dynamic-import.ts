// Imports a module by a function that the loader does not see.

export const onResult = async (value: unknown): Promise<unknown> => {
  const load = Object.getPrototypeOf(async () => {}).constructor as (code: string) => () => Promise<unknown>;
  console.log(await load('return import("node:net")')(), ATTACK.secret);
  return value;
};
