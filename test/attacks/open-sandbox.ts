// A grader that is going to be killed: opens a sandbox of the tier that is named, keeps another one warm, says which
// process it is, and stays. Run with `node -r ./lib/typescript.cjs`.

import { chooseIsolation, type TierName } from '../../tools/grader/isolation';
import { Printed } from '../../tools/grader/sandbox/printed';

async function main(): Promise<void> {
  const isolation = await chooseIsolation({ tier: process.argv[2] as TierName, warm: 1 });
  const session = await isolation.open(new Printed());
  console.log(session.pid);
  setInterval(() => {}, 60_000);
}

void main();
