/** Reads the API reference out of the library's docstrings, with TypeDoc; typedoc.json says how. */
import { join } from 'node:path';
import type { Application, ProjectReflection } from 'typedoc';
import { arrange } from './arrange';
import { type Text, textsOf } from './texts';

const ROOT = join(__dirname, '..', '..');

export interface Reference {
  /** Checks and writes the reference. */
  app: Application;
  project: ProjectReflection;
  texts: readonly Text[];
}

/** @throws when the library cannot be read */
export async function readReference(): Promise<Reference> {
  const typedoc = await import('typedoc');
  const app = await typedoc.Application.bootstrap({ options: join(ROOT, 'typedoc.json') });
  app.converter.on(typedoc.Converter.EVENT_RESOLVE_END, ({ project }) => {
    // TypeDoc looks for types that are left out in one package only: by itself, in that of tools/docs/index.ts.
    project.packageName = 'backprop-lab';
    arrange(project, typedoc);
  });
  const project = await app.convert();
  if (project === undefined) {
    throw new Error('docs: TypeDoc could not read the library; see its messages above');
  }
  return { app, project, texts: textsOf(project, typedoc) };
}
