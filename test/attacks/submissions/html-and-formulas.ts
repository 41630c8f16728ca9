// Throws what a page or a table might take for its own.

export function onCall(): never {
  throw new Error('=HYPERLINK("http://127.0.0.1")<script>alert(1)</script>');
}
