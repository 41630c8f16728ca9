/** `npm run doctor [-- --json]`: what the course needs, what is there, and how to mend the rest. */
import { type Check, canRun, runChecks } from './checks';
import { runProgram } from './errors';
import { placesOf, projectRoot } from './paths';

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

/** Colours are a package too, and the doctor is to work without packages. */
function paints(): { green: Paint; red: Paint; yellow: Paint; bold: Paint } {
  try {
    return require('picocolors') as typeof import('picocolors');
  } catch {
    return { green: plain, red: plain, yellow: plain, bold: plain };
  }
}

function lineOf({ status, name, found, mend }: Check): string {
  const paint = paints();
  const marks = { ok: paint.green('✓'), warning: paint.yellow('!'), failure: paint.red('✗') };
  return `${marks[status]} ${paint.bold(name)}: ${found}${mend ? ` — ${mend}` : ''}`;
}

runProgram(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(
      'npm run doctor [-- --json]\n\nChecks whether the course can run on this machine.\n',
    );
    return 0;
  }
  const checks = await runChecks(placesOf(projectRoot));
  const ok = canRun(checks);
  if (args.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ ok, checks }, null, 2)}\n`);
  } else {
    for (const check of checks) process.stdout.write(`${lineOf(check)}\n`);
    process.stdout.write(
      ok ? '\nThe course can run: npm start\n' : '\nThe course cannot run yet; mend the lines with ✗.\n',
    );
  }
  return ok ? 0 : 1;
});
