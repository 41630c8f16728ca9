/** The docstrings as plain text, for checks of their form. */
import type { Comment, DeclarationReflection, ProjectReflection } from 'typedoc';
import { commentsOf, type TypeDoc } from './arrange';

/** A name of the reference, and what is written of it. */
export interface Text {
  /** 'Tensor.add', 'nn.Linear', 'optim.lr.StepLR'. */
  name: string;
  text: string;
  /** The file, from lib/ on. */
  path: string;
}

/** The docstrings of all classes, functions and methods. */
export function textsOf(project: ProjectReflection, { ReflectionKind }: TypeDoc): Text[] {
  const kinds = ReflectionKind.Class | ReflectionKind.FunctionOrMethod;
  const found: Text[] = [];
  const visit = (reflection: DeclarationReflection): void => {
    if (reflection.kindOf(kinds)) {
      found.push({
        name: reflection.getFriendlyFullName(),
        text: commentsOf(reflection).map(textOf).join('\n'),
        path: project.getSymbolIdFromReflection(reflection)?.packagePath ?? '',
      });
    }
    for (const child of reflection.children ?? []) visit(child);
  };
  for (const child of project.children ?? []) visit(child);
  return found;
}

/** Without the headings and links that `arrange` put in. */
function textOf({ summary, blockTags }: Comment): string {
  const own = blockTags.filter(({ tag }) => tag !== '@category' && tag !== '@see');
  return [summary, ...own.map(({ content }) => content)]
    .flat()
    .map(({ text }) => text)
    .join('');
}
