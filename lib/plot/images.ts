import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { type Chart, chart, type Frame } from './chart';

/** What stands above the pictures, and how they are laid out. */
export interface ImagesOptions extends Partial<Frame> {
  /** What stands above each picture, such as its label and the model's answer; its number unless told otherwise. */
  captions?: readonly string[];
  /** Pictures in a row; 8 unless told otherwise. */
  columns?: number;
}

/**
 * A grid of small grey pictures, 0 white and 1 black: tensors of [n, height, width] or [n, 1, height, width].
 * Point at a pixel to read its value.
 * @throws on another shape
 */
export function images(pictures: Tensor, { captions, columns = 8, ...frame }: ImagesOptions = {}): Chart {
  const [height, width] = pictures.shape.slice(-2);
  const count = pictures.size / (height * width);
  if (pictures.rank < 3 || count !== pictures.shape[0]) {
    throw new RangeError(
      `images: expected [n, height, width] or [n, 1, height, width], got ${formatShape(pictures.shape)}`,
    );
  }
  const values: { picture: number; x: number; y: number; value: number }[] = [];
  for (let i = 0; i < pictures.size; i++) {
    const [picture, place] = [Math.floor(i / (height * width)), i % (height * width)];
    const value = Math.round(pictures.data[i] * 100) / 100;
    // Paper needs no ink; the first pixel keeps an empty picture in the grid.
    if (value === 0 && place > 0) continue;
    values.push({ picture, x: place % width, y: Math.floor(place / width), value });
  }
  const pixel = (field: 'x' | 'y', length: number) => ({
    field,
    type: 'ordinal',
    axis: null,
    scale: { domain: range(length) },
  });
  return chart(
    { title: 'Pictures', description: `${count} pictures of ${width}×${height} grey pixels.`, ...frame },
    {
      data: { values },
      columns,
      spacing: 8,
      facet: {
        field: 'picture',
        type: 'ordinal',
        title: null,
        // A Vega expression that looks the caption up by the number of the picture.
        header: { labelExpr: `${JSON.stringify(captions ?? range(count).map(String))}[datum.value]` },
      },
      spec: {
        width: PANEL,
        height: (PANEL * height) / width,
        view: { stroke: '#ddd' },
        mark: { type: 'rect', tooltip: true },
        encoding: {
          x: pixel('x', width),
          y: pixel('y', height),
          color: {
            field: 'value',
            type: 'quantitative',
            legend: null,
            scale: { domain: [0, 1], range: ['white', 'black'] },
          },
        },
      },
    },
  );
}

/** The width of one picture on the screen, in pixels. */
const PANEL = 84;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
