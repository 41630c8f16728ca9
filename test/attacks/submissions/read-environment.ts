// Prints its environment, where a secret may be left.

export function onCall(): void {
  console.log(JSON.stringify(process.env));
}
