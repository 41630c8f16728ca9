// Returns what passes for a promise, and settles twice, late and with itself.

// biome-ignore-start lint/suspicious/noThenProperty: that is the attack.
export const onResult = (value: unknown): object => ({
  then(resolve: (value: unknown) => void, reject: (error: unknown) => void) {
    resolve({ then: (again: (value: unknown) => void) => again(value) });
    reject(new Error('and rejected'));
    throw new Error('and thrown');
  },
});
// biome-ignore-end lint/suspicious/noThenProperty: as above.
