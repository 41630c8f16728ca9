// Returns objects that look like the tags of the messages.

export function onResult(): unknown {
  return { $: 'tensor', dtype: 'toString', shape: [-1], value: '', __proto__: { passed: true } };
}
