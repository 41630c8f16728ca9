// Run once when the sandbox's program is made: loads the library as a sandbox would, uses what most exercises use, and
// keeps what V8 has compiled by then.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARY_CACHE, runLibrary } from './library';

const { library, script } = runLibrary(__dirname);
const x = library.tensor([[1, 2]], { dtype: 'float64', requiresGrad: true });
x.matmul(x.transpose(0, 1)).add(x).sum().backward();
writeFileSync(join(__dirname, LIBRARY_CACHE), script.createCachedData());
