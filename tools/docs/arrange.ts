/** Puts the reference in order: headings, links to PyTorch's pages, and names for options. */
import type { Comment, DeclarationReflection, ProjectReflection } from 'typedoc';
import { pytorchPage } from './pytorch';

/** TypeDoc is an ES module: who imports it hands it on. */
export type TypeDoc = typeof import('typedoc');

/** The heading under which the names of a file stand: those at the top, and the methods of Tensor. */
const HEADINGS: Readonly<Record<string, string>> = {
  'tensor.ts': 'Tensors',
  'shape.ts': 'Tensors',
  'backend/backend.ts': 'Tensors',
  'autograd.ts': 'Autograd',
  'gradcheck.ts': 'Autograd',
  'scalar.ts': 'Autograd',
  'random.ts': 'Random numbers',
  'backend/index.ts': 'Backend',
  'ops/arithmetic.ts': 'Arithmetic, comparisons and choices',
  'ops/functions.ts': 'Functions of one number',
  'ops/reduce.ts': 'Sums, extremes and softmax',
  'ops/matmul.ts': 'Matrix products',
  'ops/shape.ts': 'Shapes and parts',
};

/** Where a docstring lies: at the name, or at each signature of a function. */
export const commentsOf = (reflection: DeclarationReflection): Comment[] =>
  [
    reflection.comment,
    ...(reflection.signatures ?? []).map((signature) => signature.comment),
    reflection.getSignature?.comment,
  ].filter((comment) => comment !== undefined);

export function arrange(project: ProjectReflection, { CommentTag, ReflectionKind }: TypeDoc): void {
  const tag = (reflection: DeclarationReflection, name: '@category' | '@see', text: string): void => {
    for (const comment of commentsOf(reflection))
      comment.blockTags.push(new CommentTag(name, [{ kind: 'text', text }]));
  };
  const headed = ['Tensor', 'nn.Parameter'].flatMap((name) => {
    const found = project.getChildByName(name) as DeclarationReflection | undefined;
    return found?.children ?? [];
  });
  for (const member of [...(project.children ?? []), ...headed]) {
    const path = project.getSymbolIdFromReflection(member)?.packagePath ?? '';
    const heading = member.kindOf(ReflectionKind.Namespace) ? 'Namespaces' : HEADINGS[path];
    if (heading !== undefined) tag(member, '@category', heading);
  }
  const computing = ReflectionKind.Class | ReflectionKind.Function;
  for (const reflection of project.getReflectionsByKind(computing) as DeclarationReflection[]) {
    const page = pytorchPage(reflection.getFriendlyFullName());
    if (page !== null) tag(reflection, '@see', page);
  }
  // What a function takes apart in its head has no name of its own.
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter))
    if (parameter.name === '__namedParameters') parameter.name = 'options';
}
