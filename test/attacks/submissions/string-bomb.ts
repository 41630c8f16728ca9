// Doubles a text for ever.

export function onCall(): never {
  let text = 'x';
  for (;;) text = `${text}${text}`.split('').join('');
}
