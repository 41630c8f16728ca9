/** A small picture to paint on: three planes of light (red, green, blue; 0 … 1), and whose each pixel is. */

export type Color = readonly [red: number, green: number, blue: number];

/** The box of an object, and how much of it can be seen. */
export interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** The number of its pixels, hidden ones included, and of those that nothing covers. */
  painted: number;
  visible: number;
}

/** From where to where a convex shape reaches at one height; empty where left ≥ right. */
type Span = (y: number) => readonly [left: number, right: number];

/** Each row of pixels is looked at twice, which softens the edges; along a row, the covered share is exact. */
const SAMPLES = [0.25, 0.75] as const;
const NOTHING = [0, 0] as const;

export class Canvas {
  /** The object that each pixel shows; 0 is scenery. */
  readonly #owner: Uint8Array;
  readonly #extents = new Map<number, Extent>();
  /** How much of each pixel of the row that is being painted is covered. */
  readonly #covered: Float32Array;

  /** @param pixels of 3 × height × width */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly pixels: Float32Array,
  ) {
    this.#owner = new Uint8Array(width * height);
    this.#covered = new Float32Array(width);
  }

  /** Mixes a colour into one pixel. */
  blend(x: number, y: number, color: Color, share: number): void {
    const { pixels } = this;
    const plane = this.width * this.height;
    const at = y * this.width + x;
    pixels[at] += share * (color[0] - pixels[at]);
    pixels[at + plane] += share * (color[1] - pixels[at + plane]);
    pixels[at + 2 * plane] += share * (color[2] - pixels[at + 2 * plane]);
  }

  /** @param object 1 … 255, or 0 for scenery */
  rectangle(left: number, top: number, width: number, height: number, color: Color, object = 0): void {
    const span = [left, left + width] as const;
    this.#fill(top, top + height, (y) => (y >= top && y < top + height ? span : NOTHING), color, object);
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, color: Color, object = 0): void {
    const span: Span = (py) => {
      const half = radiusX * Math.sqrt(Math.max(0, 1 - ((py - y) / radiusY) ** 2));
      return [x - half, x + half];
    };
    this.#fill(y - radiusY, y + radiusY, span, color, object);
  }

  /** A convex polygon. */
  polygon(corners: readonly (readonly [x: number, y: number])[], color: Color, object = 0): void {
    const ys = corners.map(([, y]) => y);
    const span: Span = (y) => {
      let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = 0; i < corners.length; i++) {
        const [ax, ay] = corners[i];
        const [bx, by] = corners[(i + 1) % corners.length];
        if (ay > y === by > y) continue;
        const x = ax + ((bx - ax) * (y - ay)) / (by - ay);
        if (x < left) left = x;
        if (x > right) right = x;
      }
      return [left, right];
    };
    this.#fill(Math.min(...ys), Math.max(...ys), span, color, object);
  }

  /** The smallest box around an object's pixels (hidden ones included), or null if none is in the picture. */
  extent(object: number): Extent | null {
    const extent = this.#extents.get(object);
    if (extent === undefined) return null;
    return { ...extent, visible: this.#owner.reduce((sum, owner) => sum + Number(owner === object), 0) };
  }

  #fill(top: number, bottom: number, span: Span, color: Color, object: number): void {
    const lastRow = Math.min(this.height, Math.ceil(bottom));
    for (let y = Math.max(0, Math.floor(top)); y < lastRow; y++) {
      let [first, end] = [this.width, 0];
      for (const sample of SAMPLES) {
        const reach = span(y + sample);
        const left = Math.max(0, reach[0]);
        const right = Math.min(this.width, reach[1]);
        if (left >= right) continue;
        const [from, to] = [Math.floor(left), Math.ceil(right)];
        for (let x = from; x < to; x++)
          this.#covered[x] += (Math.min(x + 1, right) - Math.max(x, left)) / SAMPLES.length;
        first = Math.min(first, from);
        end = Math.max(end, to);
      }
      for (let x = first; x < end; x++) {
        const share = this.#covered[x];
        this.#covered[x] = 0;
        this.blend(x, y, color, share);
        if (share >= 0.5) this.#claim(x, y, object);
      }
    }
  }

  /** All parts of an object are painted before the next one: what it covers of itself counts once. */
  #claim(x: number, y: number, object: number): void {
    const at = y * this.width + x;
    if (this.#owner[at] === object) return;
    this.#owner[at] = object;
    if (object === 0) return;
    const extent = this.#extents.get(object);
    if (extent === undefined) {
      this.#extents.set(object, { left: x, top: y, right: x + 1, bottom: y + 1, painted: 1, visible: 1 });
      return;
    }
    extent.left = Math.min(extent.left, x);
    extent.top = Math.min(extent.top, y);
    extent.right = Math.max(extent.right, x + 1);
    extent.bottom = Math.max(extent.bottom, y + 1);
    extent.painted++;
  }
}
