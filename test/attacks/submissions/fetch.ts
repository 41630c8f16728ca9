// Fetches a page.

export const onResult = async (value: unknown): Promise<unknown> => {
  await fetch(`http://127.0.0.1:${ATTACK.port}/`).catch(() => {});
  return value;
};
