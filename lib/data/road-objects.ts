/** What stands and drives on the roads of `roadScenes`: how each thing is painted, seen from a car behind it. */
import type { Generator } from '../random';
import type { Canvas, Color } from './canvas';

/** Where a thing touches the ground, and how large one metre is there, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly metre: number;
}

/** How much light there is, and its tint. */
export interface Light {
  readonly tint: Color;
  /** Lamps are lit. */
  readonly lamps: boolean;
}

const CAR_COLORS: readonly Color[] = [
  [0.75, 0.1, 0.1],
  [0.1, 0.2, 0.6],
  [0.85, 0.85, 0.87],
  [0.12, 0.12, 0.14],
  [0.5, 0.52, 0.55],
  [0.9, 0.7, 0.1],
  [0.1, 0.42, 0.28],
];
const CLOTHES: readonly Color[] = [
  [0.8, 0.2, 0.2],
  [0.15, 0.25, 0.55],
  [0.9, 0.85, 0.75],
  [0.15, 0.15, 0.15],
  [0.25, 0.55, 0.3],
  [0.85, 0.55, 0.15],
];
const SKIN: readonly Color[] = [
  [0.95, 0.78, 0.65],
  [0.75, 0.55, 0.4],
  [0.45, 0.3, 0.22],
];
const RED: Color = [0.8, 0.08, 0.1];
const WHITE: Color = [0.95, 0.95, 0.95];
const BLUE: Color = [0.08, 0.28, 0.7];
const YELLOW: Color = [0.95, 0.8, 0.1];
const DARK: Color = [0.07, 0.07, 0.08];

const pick = <T>(list: readonly T[], generator: Generator): T => list[generator.int(list.length)];
const between = (low: number, high: number, generator: Generator): number =>
  low + (high - low) * generator.random();

/** A colour under this light. */
export const lit = ([red, green, blue]: Color, { tint }: Light): Color => [
  red * tint[0],
  green * tint[1],
  blue * tint[2],
];

type Painter = (canvas: Canvas, place: Place, light: Light, generator: Generator, object: number) => void;

export const car: Painter = (canvas, { x, y, metre }, light, generator, object) => {
  const width = between(1.7, 2, generator) * metre;
  const height = between(1.35, 1.8, generator) * metre;
  const paint = lit(pick(CAR_COLORS, generator), light);
  const [left, top] = [x - width / 2, y - height];
  const [waist, floor] = [y - 0.55 * height, y - 0.14 * height];
  const roof = between(0.12, 0.22, generator) * width;
  for (const wheel of [left + 0.08 * width, left + 0.76 * width])
    canvas.rectangle(wheel, floor - 0.05 * height, 0.16 * width, 0.19 * height, lit(DARK, light), object);
  canvas.polygon(
    [
      [left + roof, top],
      [left + width - roof, top],
      [left + 0.97 * width, waist],
      [left + 0.03 * width, waist],
    ],
    paint,
    object,
  );
  canvas.polygon(
    [
      [left + roof + 0.05 * width, top + 0.07 * height],
      [left + width - roof - 0.05 * width, top + 0.07 * height],
      [left + 0.88 * width, waist - 0.03 * height],
      [left + 0.12 * width, waist - 0.03 * height],
    ],
    lit([0.25, 0.32, 0.38], light),
    object,
  );
  canvas.rectangle(left, waist, width, floor - waist, paint, object);
  canvas.rectangle(
    x - 0.16 * width,
    y - 0.34 * height,
    0.32 * width,
    0.1 * height,
    lit(WHITE, light),
    object,
  );
  const lamp: Color = light.lamps ? [1, 0.25, 0.15] : lit([0.6, 0.05, 0.05], light);
  for (const side of [left + 0.03 * width, left + 0.81 * width])
    canvas.rectangle(side, y - 0.48 * height, 0.16 * width, 0.12 * height, lamp, object);
};

export const pedestrian: Painter = (canvas, { x, y, metre }, light, generator, object) => {
  const height = between(1.45, 1.9, generator) * metre;
  const width = between(0.3, 0.38, generator) * height;
  const [shirt, trousers, skin] = [pick(CLOTHES, generator), pick(CLOTHES, generator), pick(SKIN, generator)];
  const stride = between(0.02, 0.22, generator) * width;
  for (const side of [-1, 1]) {
    const leg = x + side * stride;
    canvas.rectangle(
      leg - 0.16 * width,
      y - 0.5 * height,
      0.32 * width,
      0.5 * height,
      lit(trousers, light),
      object,
    );
  }
  canvas.rectangle(x - 0.5 * width, y - 0.8 * height, width, 0.34 * height, lit(shirt, light), object);
  canvas.ellipse(x, y - 0.9 * height, 0.11 * height, 0.11 * height, lit(skin, light), object);
};

/** The box of a sign is its plate; the pole is scenery, as there are poles without a sign. */
export const sign: Painter = (canvas, { x, y, metre }, light, generator, object) => {
  const radius = between(0.4, 0.55, generator) * metre;
  const middle = y - between(1.9, 2.4, generator) * metre;
  pole(canvas, { x, y, metre }, light, y - middle);
  const [edge, face] = [(color: Color) => lit(color, light), 0.68];
  switch (generator.int(4)) {
    case 0: // a speed limit
      canvas.ellipse(x, middle, radius, radius, edge(RED), object);
      canvas.ellipse(x, middle, face * radius, face * radius, edge(WHITE), object);
      canvas.rectangle(
        x - 0.3 * radius,
        middle - 0.3 * radius,
        0.6 * radius,
        0.6 * radius,
        edge(DARK),
        object,
      );
      break;
    case 1: // a warning
      canvas.polygon(triangle(x, middle, 1.15 * radius), edge(RED), object);
      canvas.polygon(triangle(x, middle, 0.65 * radius), edge(WHITE), object);
      break;
    case 2: // an order
      canvas.ellipse(x, middle, radius, radius, edge(BLUE), object);
      canvas.rectangle(
        x - 0.15 * radius,
        middle - 0.6 * radius,
        0.3 * radius,
        1.2 * radius,
        edge(WHITE),
        object,
      );
      break;
    default: // right of way
      canvas.polygon(diamond(x, middle, 1.15 * radius), edge(WHITE), object);
      canvas.polygon(diamond(x, middle, 0.75 * radius), edge(YELLOW), object);
  }
};

const triangle = (x: number, y: number, r: number) =>
  [
    [x, y - r],
    [x + 0.87 * r, y + 0.6 * r],
    [x - 0.87 * r, y + 0.6 * r],
  ] as const;

const diamond = (x: number, y: number, r: number) =>
  [
    [x, y - r],
    [x + r, y],
    [x, y + r],
    [x - r, y],
  ] as const;

function pole(canvas: Canvas, { x, y, metre }: Place, light: Light, height: number): void {
  const width = Math.max(0.5, 0.1 * metre);
  canvas.rectangle(x - width / 2, y - height, width, height, lit([0.55, 0.56, 0.58], light));
}

/** Things that look a little like the others, and are nothing: bushes, lamp posts, bins and advertisements. */
export const distractor = (canvas: Canvas, place: Place, light: Light, generator: Generator): void => {
  const { x, y, metre } = place;
  switch (generator.int(4)) {
    case 0: {
      const radius = between(0.5, 1.1, generator) * metre;
      const green: Color = [between(0.1, 0.2, generator), between(0.3, 0.45, generator), 0.12];
      canvas.ellipse(x, y - 0.7 * radius, radius, 0.8 * radius, lit(green, light));
      break;
    }
    case 1: {
      const height = between(3.2, 4.5, generator) * metre;
      pole(canvas, place, light, height);
      const lamp: Color = light.lamps ? [1, 0.93, 0.7] : lit([0.7, 0.7, 0.7], light);
      canvas.rectangle(x - 0.5 * metre, y - height, metre, 0.18 * metre, lamp);
      break;
    }
    case 2:
      canvas.rectangle(
        x - 0.28 * metre,
        y - 0.9 * metre,
        0.56 * metre,
        0.9 * metre,
        lit([0.2, 0.35, 0.3], light),
      );
      break;
    default: {
      const paint: Color = [generator.random(), generator.random(), generator.random()];
      pole(canvas, place, light, 1.6 * metre);
      canvas.rectangle(x - 0.8 * metre, y - 2.5 * metre, 1.6 * metre, metre, lit(paint, light));
    }
  }
};
