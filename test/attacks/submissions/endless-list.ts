// Returns a list that says it is four billion long.

export function onResult(): unknown {
  return new Array(2 ** 32 - 1);
}
