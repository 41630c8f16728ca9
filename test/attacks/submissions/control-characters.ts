// Throws and prints what would clear the screen of whoever reads it.

export function onCall(): never {
  console.log('\u001b[2J\u001b]0;owned\u0007\u202e');
  throw new Error('\u001b[2J\u001b]8;;http://127.0.0.1\u0007click\u009b31m\u202e\r✓ passed');
}
