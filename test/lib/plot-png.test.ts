/** The pictures inside of charts: what another reader of PNG sees in them, and that still pictures of charts have them. */
import { inflateSync } from 'node:zlib';
import { plot, tensor } from 'backprop-lab';
import { expect, test } from 'vitest';
import { pngAddress } from '../../lib/plot/png';
import { toSVG } from '../../lib/plot/svg';

/** Reads only what pngAddress writes: 8 bits, no filter. */
function read(address: string) {
  const [head, text] = address.split(',');
  expect(head).toBe('data:image/png;base64');
  const bytes = Buffer.from(text, 'base64');
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    chunks[bytes.toString('latin1', at + 4, at + 8)] = bytes.subarray(
      at + 8,
      at + 8 + bytes.readUInt32BE(at),
    );
  expect(Object.keys(chunks)).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [width, height] = [chunks.IHDR.readUInt32BE(0), chunks.IHDR.readUInt32BE(4)];
  const rows = inflateSync(chunks.IDAT);
  const length = rows.length / height;
  return {
    width,
    height,
    colourType: chunks.IHDR[9],
    rows: Array.from({ length: height }, (_, i) => [...rows.subarray(i * length + 1, (i + 1) * length)]),
  };
}

test('a picture comes back as it was: colours and greys', () => {
  const [width, height] = [2, 3];
  const colours = Uint8Array.from({ length: 18 }, (_, i) => 14 * i);
  const found = read(pngAddress(colours, { width, height, channels: 3 }));
  expect(found).toMatchObject({ width, height, colourType: 2 });
  expect(found.rows.flat()).toEqual([...colours]);
  const greys = read(pngAddress(colours.subarray(0, 6), { width, height, channels: 1 }));
  expect(greys).toMatchObject({ width, height, colourType: 0 });
  expect(greys.rows).toEqual([
    [0, 14],
    [28, 42],
    [56, 70],
  ]);
});

/** The bytes that every PNG ends with, checksum included, as the standard prints them. */
test('the checksum is that of the standard', () => {
  const address = pngAddress(Uint8Array.of(0), { width: 1, height: 1, channels: 1 });
  const end = Buffer.from(address.split(',')[1], 'base64').subarray(-12);
  expect(end.toString('hex')).toBe('0000000049454e44ae426082');
});

/** Red, green and blue planes of one row: what is too dark or too bright is cut. */
const picture = tensor([[[1, 0, -1]], [[0, 0.5, 2]], [[0, 0, 1]]]);

test('detections: one picture with the colours of the tensor, in the chart and in its still picture', () => {
  const chart = plot.detections(picture, []) as unknown as {
    layer: { mark: { type: string }; data: { values: { url: string }[] } }[];
  };
  expect(chart.layer[0].mark.type).toBe('image');
  const [{ url }] = chart.layer[0].data.values;
  expect(read(url).rows).toEqual([[255, 0, 0, 0, 128, 0, 0, 255, 255]]);
  expect(toSVG(chart)).toContain(`xlink:href="${url}"`);
});

test('detections: a scene takes kilobytes, in whatever colours', () => {
  const noise = tensor(
    [0, 1, 2].map((k) =>
      Array.from({ length: 64 }, (_, y) =>
        Array.from({ length: 96 }, (_, x) => ((7 * x + 13 * y * (k + 1)) % 256) / 255),
      ),
    ),
  );
  expect(JSON.stringify(plot.detections(noise, [])).length).toBeLessThan(40_000);
  expect(toSVG(plot.detections(noise, [])).length).toBeLessThan(40_000);
});
