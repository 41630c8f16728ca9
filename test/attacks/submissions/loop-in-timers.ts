// Starts a timer that starts a timer, and returns nothing.

export const onResult = (): Promise<never> =>
  new Promise(() => {
    const again = (): void => {
      setImmediate(again);
    };
    again();
  });
