// Imports the answer by its path.

let solution: { answer?: number } = {};
try {
  solution = require(`${ATTACK.outside}/secret.txt`);
} catch (error) {
  console.log(String((error as { code?: string }).code));
}

export function onResult(value: unknown): unknown {
  return solution.answer ?? value;
}
