// Runs chains that the bridge wrote in TensorFlow.js: run-tfjs.mjs FOLDER NAMES TFJS; one line of JSON for each.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, names, home] = process.argv.slice(2);
const tf = createRequire(join(home, 'package.json'))('@tensorflow/tfjs');

/** The tensors of a safetensors file. */
function load(path) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const start = 8 + length;
  return Object.fromEntries(
    Object.entries(header).flatMap(([name, { dtype, shape, data_offsets: offsets }]) => {
      if (name === '__metadata__' || dtype !== 'F32') return [];
      const own = bytes.subarray(start + offsets[0], start + offsets[1]);
      return [[name, tf.tensor(new Float32Array(Uint8Array.from(own).buffer), shape)]];
    }),
  );
}

await tf.setBackend('cpu');
for (const name of names.split(',')) {
  const source = join(folder, `${name}_tfjs.mjs`);
  const row = { framework: 'TensorFlow.js', model: name };
  if (!existsSync(source)) {
    console.log(JSON.stringify({ ...row, cannot: '–' }));
    continue;
  }
  // The package is found from its own folder, not from that of the written file.
  const local = readFileSync(source, 'utf8').replace(
    "import * as tf from '@tensorflow/tfjs';",
    `import { createRequire } from 'node:module';\nconst tf = createRequire(${JSON.stringify(join(home, 'package.json'))})('@tensorflow/tfjs');`,
  );
  writeFileSync(join(folder, `${name}_run.mjs`), local);
  const { loadWeights, ...rest } = await import(pathToFileURL(join(folder, `${name}_run.mjs`)).href);
  const model = Object.values(rest)[0]();
  loadWeights(model, load(join(folder, `${name}.safetensors`)));
  const data = load(join(folder, `${name}.data.safetensors`));
  const off = model.predict(data.input_0).sub(data.output_0).abs().max().dataSync()[0];
  console.log(JSON.stringify({ ...row, off }));
}
