// Calls itself until the stack is full.

export function onCall(): void {
  onCall();
  onCall();
}
