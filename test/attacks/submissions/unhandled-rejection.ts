// Leaves a rejected promise alone.

export function onCall(): void {
  void Promise.reject(new Error('nobody looks'));
}
