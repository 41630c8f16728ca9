/** `npm start -- [arguments of jupyter lab]`: sets up what is missing, then opens the course in JupyterLab. */
import { ensureEnvironment } from './environment';
import { runProgram } from './errors';
import { checkNode } from './node-version';
import { checkPackages } from './packages';
import { projectRoot } from './paths';
import { checkPort } from './port';
import { runJupyter } from './run-jupyter';
import { parseStartArguments } from './start-arguments';

const help = `npm start -- [options]

Sets up what the course needs (the first time, about a minute), then opens it in JupyterLab.

  --no-browser       do not open a browser; open the printed address yourself
  --port 8899        use this port
  NOTEBOOK           open this notebook instead of the first one
  --help             this text

All other options go to JupyterLab; npm start -- --help-all lists them.
Ctrl-C ends it. If something does not work: npm run doctor
`;

runProgram(async () => {
  const args = parseStartArguments(process.argv.slice(2), {
    root: projectRoot,
    cwd: process.env.INIT_CWD ?? process.cwd(),
    isRoot: process.getuid?.() === 0,
  });
  if (args.help) {
    process.stdout.write(help);
    return 0;
  }
  checkNode(projectRoot);
  await checkPackages(projectRoot);
  if (args.port !== undefined) await checkPort(args.port, args.host);
  const environment = await ensureEnvironment();
  return runJupyter(environment, args.jupyter);
});
