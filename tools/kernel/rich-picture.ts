// The numbers of a matrix as a small picture, which needs nothing to be drawn: a PNG inside the HTML.

import { crc32, deflateSync } from 'node:zlib';
import { type Html, html } from '../course/html';
import { shortNumber } from './rich-table';

type Colour = readonly [red: number, green: number, blue: number];

export interface Matrix {
  rows: number;
  columns: number;
  at: (row: number, column: number) => number;
}
/** From which number to which the colours go. */
export interface Range {
  from: number;
  to: number;
  /** There are numbers outside of it: NaN, or an infinite one. */
  gaps: boolean;
}

/** The longer side of a picture on the screen, and most numbers along it. */
const SIDE = 88;
const MOST = 256;
// ColorBrewer's Greys and PuOr (https://colorbrewer2.org): they can be told apart by everybody.
const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
const ORANGE: Colour = [179, 88, 6];
const PURPLE: Colour = [84, 39, 136];
const MISSING: Colour = [0, 158, 115];

export function pictureHtml(matrix: Matrix, range: Range, words: string): Html {
  const step = Math.ceil(Math.max(matrix.rows, matrix.columns) / MOST);
  const [height, width] = [Math.ceil(matrix.rows / step), Math.ceil(matrix.columns / step)];
  const colour = coloursOf(range);
  const image = png(width, height, (x, y) => colour(matrix.at(y * step, x * step)));
  const scale = SIDE / Math.max(matrix.rows, matrix.columns);
  const [w, h] = [matrix.columns, matrix.rows].map((side) => Math.max(2, Math.round(side * scale)));
  return html`<img src="data:image/png;base64,${image.toString('base64')}" alt="${words}" title="${words}"
 width="${String(w)}" height="${String(h)}" style="image-rendering: pixelated; width: ${String(w)}px; height: ${String(h)}px; outline: 1px solid #8888; margin: 4px">`;
}

export function coloursInWords({ from, to, gaps }: Range): string {
  const words = [];
  if (from < 0) words.push('orange is below 0, white is 0, purple above');
  else if (from <= to) words.push(`white is ${shortNumber(from)}, black is ${shortNumber(to)}`);
  if (gaps) words.push('green is NaN or infinite');
  return words.join(', ');
}

function coloursOf({ from, to }: Range): (value: number) => Colour {
  const mixed = (a: Colour, b: Colour, share: number): Colour =>
    [0, 1, 2].map((i) => Math.round((a[i] as number) + share * ((b[i] as number) - (a[i] as number)))) as [
      number,
      number,
      number,
    ];
  const reach = Math.max(-from, to);
  return (value) => {
    if (!Number.isFinite(value)) return MISSING;
    if (from >= 0) return mixed(WHITE, BLACK, to > from ? (value - from) / (to - from) : 0);
    return mixed(WHITE, value < 0 ? ORANGE : PURPLE, Math.abs(value) / reach);
  };
}

/** A picture in the PNG format: a signature and three chunks. https://www.w3.org/TR/png-3/ */
export function png(width: number, height: number, colour: (x: number, y: number) => Colour): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits each of red, green and blue.
  header.set([8, 2], 8);
  const line = 1 + 3 * width;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set(colour(x, y), y * line + 1 + 3 * x);
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
