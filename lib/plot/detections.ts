import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { type Chart, chart, type Frame } from './chart';
import { pngAddress } from './png';
import { colourOf, distinct } from './styles';

/** A box in a picture, in pixels from the upper left corner. */
export interface LabelledBox {
  /** The left edge. */
  x: number;
  /** The upper edge. */
  y: number;
  /** From the left edge to the right one. */
  width: number;
  /** From the upper edge to the lower one. */
  height: number;
  /** The name of the class. */
  label: string;
  /** How sure the detector is, 0 … 1. */
  score?: number;
  /** A box of the truth is drawn dashed; false unless told otherwise. */
  truth?: boolean;
}

/** How large the picture is drawn. */
export interface DetectionsOptions extends Partial<Frame> {
  /** Screen pixels for one of the picture; so that the picture is about 480 wide unless told otherwise. */
  zoom?: number;
}

/**
 * A picture, [3, height, width] or [1, height, width] from 0 to 1, with boxes and their labels: what a detector found
 * in solid lines, the truth in dashed ones with its label below, so that it never hides the detector's.
 * @throws on another shape
 */
export function detections(
  picture: Tensor,
  boxes: readonly LabelledBox[],
  { zoom, ...frame }: DetectionsOptions = {},
): Chart {
  const [channels, height, width] = picture.shape;
  if (picture.rank !== 3 || (channels !== 1 && channels !== 3)) {
    throw new RangeError(
      `detections: expected one picture, [3, height, width] or [1, height, width], got ${formatShape(picture.shape)}`,
    );
  }
  const scale = zoom ?? Math.max(1, Math.round(480 / width));
  const pixels = Uint8Array.from({ length: picture.size }, (_, i) => {
    const [place, channel] = [Math.floor(i / channels), i % channels];
    return Math.round(255 * Math.min(1, Math.max(0, picture.data[channel * height * width + place])));
  });
  // One picture instead of thousands of rectangles keeps notebooks small.
  const url = pngAddress(pixels, { width, height, channels });
  // Where a label stands; at the edge of the picture it goes inside of its box.
  const above = (top: number): number => (top * scale < 14 ? top + 14 / scale : top - 2 / scale);
  const below = (bottom: number): number =>
    (height - bottom) * scale < 16 ? bottom - 3 / scale : bottom + 15 / scale;
  const labels = distinct(boxes.map(({ label }) => label));
  const values = boxes.map(({ x, y, width: w, height: h, label, score, truth = false }) => ({
    x,
    y,
    x2: x + w,
    y2: y + h,
    label,
    text: `${truth ? 'truth: ' : ''}${label}${score === undefined ? '' : ` ${Math.round(100 * score)}%`}`,
    kind: truth ? 'truth' : 'found',
    colour: colourOf(labels.indexOf(label)),
    labelY: truth ? below(y + h) : above(y),
  }));
  const dimension = (field: string, size: number, reverse: boolean) => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: reverse ? [size, 0] : [0, size], nice: false },
  });
  const x = dimension('x', width, false);
  const y = dimension('y', height, true);
  const ends = { x2: { field: 'x2' }, y2: { field: 'y2' } };
  const own = (field: string) => ({ field, type: 'nominal', scale: null });
  const tooltip = { field: 'text', type: 'nominal', title: 'box' };
  return chart(
    {
      title: 'Detections',
      description: `A picture of ${width}×${height} pixels with ${boxes.length} boxes: ${values.map(({ text }) => text).join(', ') || 'none'}.`,
      width: width * scale,
      height: height * scale,
      ...frame,
    },
    {
      layer: [
        {
          data: { values: [{ x: 0, y: 0, x2: width, y2: height, url }] },
          // Sharp pixels, and not their address read aloud.
          mark: { type: 'image', aspect: false, smooth: false, description: 'the picture' },
          encoding: { x, y, ...ends, url: own('url') },
        },
        // Drawn twice: the white edge shows a box on any background.
        ...(['found', 'truth'] as const).flatMap((kind) =>
          [4.5, 2.2].map((strokeWidth, i) => ({
            data: { values: values.filter((box) => box.kind === kind) },
            mark: {
              type: 'rect',
              fillOpacity: 0,
              strokeWidth,
              clip: true,
              strokeDash: kind === 'truth' ? [6, 4] : [1, 0],
              ...(i === 0 && { stroke: 'white' }),
            },
            encoding: { x, y, ...ends, ...(i === 1 && { stroke: own('colour') }), tooltip },
          })),
        ),
        ...[{ stroke: 'white', strokeWidth: 4, strokeJoin: 'round' }, {}].map((edge) => ({
          data: { values },
          mark: {
            type: 'text',
            align: 'left',
            baseline: 'bottom',
            fontSize: 12,
            fontWeight: 'bold',
            dx: 1,
            ...edge,
          },
          encoding: {
            x,
            y: { ...y, field: 'labelY' },
            text: { field: 'text' },
            ...('stroke' in edge ? {} : { color: own('colour') }),
          },
        })),
      ],
    },
  );
}
