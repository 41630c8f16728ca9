/** JavaScript or JSON with escapes for all characters beyond ASCII. */
export const ascii = (code: string): string =>
  code.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
