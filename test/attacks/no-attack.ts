// What the base does where an attack does nothing: before each call, and with each result.

export function onCall(): void {}

export const onResult = (value: unknown): unknown => value;
