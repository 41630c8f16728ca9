// Fills the queue of promises for ever.

export const onResult = async (): Promise<never> => {
  for (;;) await null;
};
