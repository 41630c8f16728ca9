// Throws what is no error, and cannot be printed.

export function onCall(): never {
  throw {
    get message(): never {
      throw this;
    },
    toString(): never {
      throw this;
    },
  };
}
