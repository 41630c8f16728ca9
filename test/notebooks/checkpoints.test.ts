// The networks that notebooks load are what their notes say: measured again here, from the committed files.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nn } from '../../lib';
import { checkpoints } from '../../tools/checkpoints';
import { checkpointPath, checksumOf, loadCheckpoint } from '../../tools/checkpoints/common';

const ROOT = join(__dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'data', 'README.md'), 'utf8');
const LARGEST = 600_000;

describe('data/checkpoints', () => {
  it('holds the files that tools/checkpoints can make, and no others', () => {
    const files = readdirSync(dirname(checkpointPath('any'))).filter((file) => !file.endsWith('-runs.json'));
    expect(files.sort()).toEqual(checkpoints.map(({ name }) => `${name}.safetensors`).sort());
  });

  it.each(checkpoints)('$name is small, and stands in the README with its checksum', ({ name, script }) => {
    const path = checkpointPath(name);
    expect(statSync(path).size).toBeLessThan(LARGEST);
    expect(statSync(join(ROOT, script)).isFile()).toBe(true);
    const checksum = createHash('sha256').update(readFileSync(path)).digest('hex');
    const row = readme.split('\n').find((line) => line.includes(`\`checkpoints/${name}.safetensors\``));
    expect(row).toContain(script);
    expect(row).toContain('MIT');
    expect(row).toContain(checksum);
  });

  it.each(checkpoints)('$name has the score that it says', (checkpoint) => {
    const model = checkpoint.build();
    const notes = loadCheckpoint(model, checkpoint.name);
    model.eval();
    expect(notes.script).toBe(checkpoint.script);
    expect(notes.seed).toBe(checkpoint.seed);
    expect(notes.data).toBe(checksumOf(checkpoint.heldOut()));
    const scores = checkpoint.scores(model);
    expect(Object.keys(scores)).toEqual(Object.keys(notes.scores));
    for (const [name, score] of Object.entries(scores))
      expect(score, name).toBeCloseTo(notes.scores[name], 6);
  });
});

describe('loadCheckpoint', () => {
  it('names the file that is not there', () => {
    expect(() => loadCheckpoint(new nn.Linear(1, 1), 'nothing')).toThrow(
      /loadCheckpoint: there is no checkpoint 'nothing'; expected .*nothing\.safetensors.*tools\/checkpoints\//,
    );
  });

  it('refuses a model of another form', () => {
    expect(() => loadCheckpoint(new nn.Linear(1, 1), 'digits-cnn')).toThrow(/loadStateDict: missing: weight/);
  });
});
