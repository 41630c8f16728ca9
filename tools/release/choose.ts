// Which files of the project a learner gets.

/** Folders and files of the course's makers and of instructors; the rest goes along. */
const LEFT_OUT = [
  /^solutions\//,
  // The graded tests ask and compare, and stay; right and wrong answers go.
  /^test\/(?!exercises\/)/,
  /^test\/exercises\/(?!\d\d-)/,
  /\.alternatives\//,
  /\.test\.ts$/,
  /^tools\/(bench|checkpoints|data|docs|fixtures|release|test)\//,
  /^tools\/grader\/(verify|grade|export)\//,
  /^tools\/grader\/(exercises|mutants)\.ts$/,
  /^tools\/bridge\/(check|examples|run)\./,
  /^docs\/grading\.md$/,
  /^\.(ci|github)\//,
  /^(CONTRIBUTING\.md|README\.md|biome\.json|typedoc\.json|vitest\.config\.mts)$/,
];

export const goesAlong = (file: string): boolean => !LEFT_OUT.some((pattern) => pattern.test(file));

/** Of package.json: what a learner can run. `npm ci` compares nothing but the dependencies with the lock file. */
export function learnerPackage(text: string, exists: (program: string) => boolean): string {
  const project = JSON.parse(text) as { scripts: Record<string, string> };
  const scripts = Object.entries(project.scripts).filter(([, command]) => {
    const program = command.split(' ').find((word) => /\.(ts|cjs)$/.test(word) && word.startsWith('tools/'));
    return program !== undefined && exists(program);
  });
  return `${JSON.stringify({ ...project, scripts: Object.fromEntries(scripts) }, null, 2)}\n`;
}
