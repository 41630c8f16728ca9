// Throws where nobody catches: from a timer.

setTimeout(() => {
  throw new Error('later');
}, 0);

export const onResult = (value: unknown): unknown => new Promise((resolve) => setTimeout(resolve, 50, value));
