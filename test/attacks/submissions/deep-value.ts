// Returns a list that is nested ten thousand times.

export function onResult(): unknown {
  let list: unknown[] = [];
  for (let i = 0; i < 1e4; i++) list = [list];
  return list;
}
