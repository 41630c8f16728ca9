// Returns a promise that stays open.

export const onResult = (): Promise<never> => new Promise(() => {});
