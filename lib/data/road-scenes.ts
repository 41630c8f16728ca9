import type { LabelledBox } from '../metrics/boxes';
import { Generator } from '../random';
import { Tensor } from '../tensor';
import { Canvas, type Color } from './canvas';
import { car, distractor, type Light, lit, type Place, pedestrian, sign } from './road-objects';

export type { LabelledBox };

/** What `roadScenes` can show; a box names a class by its place in this list. */
export const roadClasses = ['car', 'pedestrian', 'sign'] as const;

/** The light and the weather of a scene. */
export type Sky = 'day' | 'dusk' | 'rain';

/** How many pictures, which, and how large. */
export interface RoadSceneOptions {
  /** The number of pictures; 100 unless told otherwise. */
  count?: number;
  /** Fixes every pixel; 0 unless told otherwise. The first scenes of a seed are the same for every count. */
  seed?: number;
  /** Height and width of a picture; [64, 96] unless told otherwise. */
  size?: readonly [height: number, width: number];
}

/** Pictures, and what is in them. */
export interface RoadScenes {
  /** [count, 3, height, width], float32, red, green and blue from 0 to 1. */
  readonly images: Tensor;
  /** The boxes of each picture, in pixels. */
  readonly boxes: readonly (readonly LabelledBox[])[];
  /** The light and the weather of each picture. */
  readonly skies: readonly Sky[];
  /** The names of the classes: `roadClasses`. */
  readonly classes: typeof roadClasses;
}

const SKIES: readonly Sky[] = ['day', 'dusk', 'rain'];
/** At least so much of an object must be uncovered, and so many pixels wide and high, for it to have a box. */
const VISIBLE = 0.3;
const SMALLEST = 3;

const LIGHTS: Readonly<Record<Sky, Light & { readonly top: Color; readonly low: Color }>> = {
  day: { tint: [1, 1, 1], lamps: false, top: [0.35, 0.6, 0.92], low: [0.8, 0.9, 1] },
  dusk: { tint: [0.5, 0.4, 0.5], lamps: true, top: [0.12, 0.1, 0.3], low: [0.92, 0.5, 0.3] },
  rain: { tint: [0.62, 0.66, 0.7], lamps: true, top: [0.42, 0.45, 0.5], low: [0.62, 0.65, 0.68] },
};

/**
 * Road scenes rendered from a seed: a road to the horizon by day, at dusk or in rain, with cars, pedestrians and
 * traffic signs, partly hidden by one another, beside bushes, lamp posts and advertisements that are none of these.
 * A box is the smallest around all of an object inside of the picture, hidden parts included; an object of which
 * less than 30 % is uncovered, or that is under 3 pixels wide or high, has no box.
 * @throws unless count is a whole number ≥ 0 and size two whole numbers ≥ 16
 */
export function roadScenes({ count = 100, seed = 0, size = [64, 96] }: RoadSceneOptions = {}): RoadScenes {
  const [height, width] = size;
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`roadScenes: count is a whole number ≥ 0, got ${count}`);
  if (![height, width].every((length) => Number.isInteger(length) && length >= 16))
    throw new RangeError(`roadScenes: size is [height, width], whole numbers ≥ 16, got [${size.join(', ')}]`);
  const generator = new Generator(seed);
  const length = 3 * height * width;
  const data = new Float32Array(count * length);
  const boxes: LabelledBox[][] = [];
  const skies: Sky[] = [];
  for (let i = 0; i < count; i++) {
    const canvas = new Canvas(width, height, data.subarray(i * length, (i + 1) * length));
    const scene = new Scene(canvas, generator);
    skies.push(scene.sky);
    boxes.push(scene.paint());
  }
  return {
    images: new Tensor({ dtype: 'float32', shape: [count, 3, height, width], data }),
    boxes,
    skies,
    classes: roadClasses,
  };
}

/** One picture. Things at depth 0 are at the horizon, and at depth 1 at the lower edge of the picture. */
class Scene {
  readonly sky: Sky;
  readonly #light: Light & { readonly top: Color; readonly low: Color };
  readonly #horizon: number;
  readonly #vanishing: number;
  /** Half of the road's width, in metres. */
  readonly #halfRoad: number;

  constructor(
    readonly canvas: Canvas,
    readonly generator: Generator,
  ) {
    this.sky = SKIES[generator.int(SKIES.length)];
    this.#light = LIGHTS[this.sky];
    this.#horizon = canvas.height * this.#between(0.3, 0.45);
    this.#vanishing = canvas.width * this.#between(0.35, 0.65);
    this.#halfRoad = this.#between(2.6, 3.6);
  }

  paint(): LabelledBox[] {
    this.#paintSky();
    this.#paintGround();
    const boxes = this.#paintThings();
    this.#paintWeather();
    return boxes;
  }

  #between(low: number, high: number): number {
    return low + (high - low) * this.generator.random();
  }

  /** The place `aside` metres from the middle of the road at a depth; one metre shrinks with the distance. */
  #place(depth: number, aside: number): Place {
    const { width, height } = this.canvas;
    const metre = 0.19 * width * depth;
    const y = this.#horizon + (height - this.#horizon) * depth;
    const middle = this.#vanishing + (width / 2 - this.#vanishing) * depth;
    return { x: middle + aside * metre, y, metre };
  }

  #paintSky(): void {
    const { width } = this.canvas;
    const { top, low } = this.#light;
    for (let y = 0; y < this.#horizon; y++) {
      const share = y / this.#horizon;
      const color: Color = [0, 1, 2].map((c) => top[c] + share * (low[c] - top[c])) as unknown as Color;
      for (let x = 0; x < width; x++) this.canvas.blend(x, y, color, 1);
    }
    const houses = this.generator.int(5);
    for (let i = 0; i < houses; i++) {
      const [w, h] = [this.#between(0.06, 0.2) * width, this.#between(0.2, 0.6) * this.#horizon];
      const grey = this.#between(0.3, 0.7);
      const wall = lit([grey, 0.95 * grey, 0.88 * grey], this.#light);
      this.canvas.rectangle(this.#between(0, 0.9) * width, this.#horizon - h, w, h, wall);
    }
  }

  #paintGround(): void {
    const { width, height } = this.canvas;
    const grass = lit([this.#between(0.25, 0.45), this.#between(0.42, 0.55), 0.22], this.#light);
    this.canvas.rectangle(0, this.#horizon, width, height, grass);
    const grey = this.#between(0.32, 0.45);
    this.#strip(0, 1.05, -this.#halfRoad, this.#halfRoad, lit([grey, grey, grey + 0.02], this.#light));
    const white = lit([0.9, 0.9, 0.86], this.#light);
    for (const side of [-1, 1]) {
      const edge = side * (this.#halfRoad - 0.25);
      this.#strip(0, 1.05, edge - 0.08, edge + 0.08, white);
    }
    // The marks are equally long on the road: their depths, which are 1/distance, shrink by a constant factor.
    const shift = this.#between(0.55, 1);
    for (let depth = 1.9 * shift; depth > 0.08; depth *= 0.62)
      this.#strip(depth * 0.78, depth, -0.1, 0.1, white);
  }

  /** A part of the ground from one depth to a nearer one, from one side to the other in metres. */
  #strip(far: number, near: number, left: number, right: number, color: Color): void {
    const corners = [
      this.#place(far, left),
      this.#place(far, right),
      this.#place(near, right),
      this.#place(near, left),
    ];
    this.canvas.polygon(
      corners.map(({ x, y }) => [x, y] as const),
      color,
    );
  }

  /** From far to near, so that what is near hides what is behind it. */
  #paintThings(): LabelledBox[] {
    const things = Array.from({ length: 1 + this.generator.int(5) }, () => {
      const kind = this.generator.int(roadClasses.length);
      return { kind, ...this.#whereabouts(kind) };
    });
    const rest = Array.from({ length: this.generator.int(5) }, () => ({
      kind: -1,
      ...this.#whereabouts(-1),
    }));
    const painters = [car, pedestrian, sign];
    const inOrder = [...things, ...rest].sort((a, b) => a.depth - b.depth);
    inOrder.forEach(({ kind, depth, aside }, i) => {
      const place = this.#place(depth, aside);
      if (kind < 0) distractor(this.canvas, place, this.#light, this.generator);
      else painters[kind](this.canvas, place, this.#light, this.generator, i + 1);
    });
    return inOrder.flatMap(({ kind }, i): LabelledBox[] => {
      const extent = kind < 0 ? null : this.canvas.extent(i + 1);
      if (extent === null || extent.visible < VISIBLE * extent.painted) return [];
      const [w, h] = [extent.right - extent.left, extent.bottom - extent.top];
      return w < SMALLEST || h < SMALLEST ? [] : [[kind, extent.left, extent.top, w, h]];
    });
  }

  /** Cars keep to their lanes, people walk beside the road and sometimes on it, signs and the rest stand beside it. */
  #whereabouts(kind: number): { depth: number; aside: number } {
    const side = this.generator.int(2) === 0 ? -1 : 1;
    if (kind === 0) {
      return {
        depth: this.#between(0.18, 0.95),
        aside: side * this.#halfRoad * 0.5 + this.#between(-0.3, 0.3),
      };
    }
    if (kind === 1) {
      const crossing = this.generator.int(4) === 0;
      const aside = crossing ? this.#between(0, this.#halfRoad) : this.#halfRoad + this.#between(0.3, 1.6);
      return { depth: this.#between(0.25, 0.85), aside: side * aside };
    }
    return { depth: this.#between(0.25, 0.8), aside: side * (this.#halfRoad + this.#between(0.4, 2.2)) };
  }

  /** Streaks of rain, and the grain of every camera. */
  #paintWeather(): void {
    const { width, height, pixels } = this.canvas;
    if (this.sky === 'rain') {
      const drops = Math.round(0.006 * width * height);
      for (let i = 0; i < drops; i++) {
        const [x, y] = [this.generator.int(width), this.generator.int(height)];
        const end = Math.min(height, y + 3 + this.generator.int(3));
        for (let row = y; row < end; row++) this.canvas.blend(x, row, [0.8, 0.83, 0.88], 0.25);
      }
    }
    const grain = this.sky === 'day' ? 0.03 : 0.06;
    const plane = width * height;
    for (let i = 0; i < plane; i++) {
      const noise = grain * (this.generator.bits() / 2 ** 32 - 0.5);
      for (let c = i; c < 3 * plane; c += plane) pixels[c] = Math.min(1, Math.max(0, pixels[c] + noise));
    }
  }
}
