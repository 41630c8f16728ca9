// Returns a list that contains itself.

export function onResult(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}
