// Returns an object that is another one each time it is looked at.

export function onResult(): unknown {
  let looks = 0;
  return {
    get value() {
      return ++looks;
    },
    valueOf: () => ++looks,
    [Symbol.toPrimitive]: () => ++looks,
  };
}
