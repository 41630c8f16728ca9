// What the comments in front of a declaration say. TypeScript spends a quarter of a notebook's start on reading all the
// comments of all files, so it leaves them out; the file that somebody asks about is read here, with its comments.

import ts from 'typescript';

/** The documentation of what stands at a place of a file; '' if there is none. */
export function documentationAt(service: ts.LanguageService, file: string, position: number): string {
  const program = service.getProgram();
  for (const { fileName, textSpan } of service.getDefinitionAtPosition(file, position) ?? []) {
    const text = program?.getSourceFile(fileName)?.text;
    const name = text === undefined ? undefined : nodeAt(withComments(fileName, text), textSpan.start);
    const words = name ? ts.getJSDocCommentsAndTags(name.parent).flatMap(wordsOf) : [];
    if (words.length > 0) return words.join('\n\n');
  }
  return '';
}

function withComments(fileName: string, text: string): ts.SourceFile {
  const languageVersion = ts.ScriptTarget.ES2022;
  const jsDocParsingMode = ts.JSDocParsingMode.ParseAll;
  return ts.createSourceFile(fileName, text, { languageVersion, jsDocParsingMode }, true);
}

/** The smallest node around a place. */
function nodeAt(file: ts.SourceFile, position: number): ts.Node {
  const find = (node: ts.Node): ts.Node | undefined =>
    node.getStart(file) <= position && position < node.end
      ? (ts.forEachChild(node, find) ?? node)
      : undefined;
  return find(file) ?? file;
}

function wordsOf(comment: ts.JSDoc | ts.JSDocTag): string[] {
  const text = ts.getTextOfJSDocComment(comment.comment) ?? '';
  if (ts.isJSDoc(comment)) return [text, ...(comment.tags ?? []).flatMap(wordsOf)].filter(Boolean);
  const name = ts.isJSDocParameterTag(comment) ? comment.name.getText() : '';
  return [[`@${comment.tagName.text}`, name, text].filter(Boolean).join(' ')];
}
