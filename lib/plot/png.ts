import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** PNG's names for one byte a pixel, and for three: red, green and blue. */
const COLOUR_TYPES = { 1: 0, 3: 2 } as const;

/** Bytes of pixels, row by row, as a PNG picture (ISO/IEC 15948:2004) inside of an address, `data:image/png;base64,…`. */
export function pngAddress(
  pixels: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: 1 | 3 },
): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, COLOUR_TYPES[channels], 0, 0, 0], 8); // 8 bits; usual compression, filters and order
  const length = width * channels;
  const rows = Buffer.alloc(height * (1 + length)); // each row begins with a 0: its bytes are stored as they are
  for (let row = 0; row < height; row++)
    rows.set(pixels.subarray(row * length, (row + 1) * length), row * (1 + length) + 1);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND')];
  return `data:image/png;base64,${Buffer.concat([SIGNATURE, ...parts]).toString('base64')}`;
}

/** Its length, its name, its bytes, and a checksum of the latter two. */
function chunk(name: string, bytes: Uint8Array = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), bytes]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(bytes.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
