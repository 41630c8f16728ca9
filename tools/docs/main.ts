// npm run docs: writes the API reference, a site of its own, to out/docs.

import { readReference } from './reference';

async function main(): Promise<void> {
  const { app, project } = await readReference();
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
