// What is made of the records of a class when all are there. Each format is one object in the list.

import { join } from 'node:path';
import { toSVG } from '../../../lib/plot/svg';
import { classExports, type Export, type Roster } from '../export';
import { histograms } from './histograms';
import type { SignedRecord } from './record';
import { type ResultsPaths, writeWhole } from './results/folder';

export interface Format {
  readonly name: string;
  /** For --help. */
  readonly description: string;
  /** @returns the files that it has written */
  write(records: readonly SignedRecord[], paths: ResultsPaths, roster: Roster): Promise<string[]>;
}

const chart: Format = {
  name: 'chart',
  description: 'histograms of the scores, as SVG and as Vega-Lite',
  async write(records, { charts }) {
    if (records.length === 0) return [];
    const spec = histograms(records);
    const files: [string, string][] = [
      [join(charts, 'scores.vl.json'), `${JSON.stringify(spec, null, 1)}\n`],
      [join(charts, 'scores.svg'), toSVG(spec)],
    ];
    for (const [file, text] of files) writeWhole(file, text);
    return files.map(([file]) => file);
  },
};

/** Each in a folder of its own name. */
const asFormat = ({ name, description, files }: Export): Format => ({
  name,
  description,
  async write(records, { root }, roster) {
    const graded = records.map(({ record, unsigned: { durations } }) => ({
      ...{ record, durations, student: roster.studentOf(record) },
    }));
    return [...files(graded)].map(([file, text]) => {
      const path = join(root, name, file);
      writeWhole(path, text);
      return path;
    });
  },
});

export const formats: readonly Format[] = [chart, ...classExports.map(asFormat)];
