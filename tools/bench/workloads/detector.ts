/** A detector that looks once: for each cell of a coarse grid, whether an object is there, where, and which. */
import { data, nn, type Tensor, zeros } from '../../../lib';
import type { Layer, Task } from './network';

const IMAGES = 16;
const [HEIGHT, WIDTH] = [64, 96];
/** Four pools of two leave one cell for 16 × 16 pixels. */
const CELL = 16;
const [ROWS, COLUMNS] = [HEIGHT / CELL, WIDTH / CELL];
const CHANNELS = [3, 16, 32, 64, 64];
/** Left, top, width, height. */
const SIDES = 4;
/** What the cross-entropy leaves out. */
const NO_CLASS = -100;

const stage = (from: number, to: number): Layer[] => [
  new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
  new nn.BatchNorm2d(to),
  new nn.ReLU(),
  new nn.MaxPool2d(2),
];

/** Of each picture's cells: 1 where an object's middle is, its box within the cell, and its class. */
function targetsOf(boxes: data.RoadScenes['boxes']): { object: Tensor; box: Tensor; label: Tensor } {
  const object = zeros([IMAGES, ROWS, COLUMNS]);
  const box = zeros([IMAGES, SIDES, ROWS, COLUMNS]);
  const label = zeros([IMAGES, ROWS, COLUMNS], { dtype: 'int32' });
  label.data.fill(NO_CLASS);
  boxes.forEach((all, image) => {
    for (const [classNumber, x, y, width, height] of all) {
      const [across, down] = [(x + width / 2) / CELL, (y + height / 2) / CELL];
      const [column, row] = [Math.floor(across), Math.floor(down)];
      const cell = (image * ROWS + row) * COLUMNS + column;
      object.data[cell] = 1;
      label.data[cell] = classNumber;
      [across - column, down - row, width / CELL, height / CELL].forEach((value, side) => {
        box.data[((image * SIDES + side) * ROWS + row) * COLUMNS + column] = value;
      });
    }
  });
  return { object, box, label };
}

export function detector(): Task {
  const { images, boxes, classes } = data.roadScenes({ count: IMAGES, seed: 1 });
  const model = new nn.Sequential(
    ...CHANNELS.slice(1).flatMap((to, i) => stage(CHANNELS[i], to)),
    new nn.Conv2d(64, SIDES + 1 + classes.length, 1),
  );
  const { object, box, label } = targetsOf(boxes);
  const there = object.unsqueeze(1);
  const objects = object.sum().item();
  const isThere = new nn.BCEWithLogitsLoss();
  const where = new nn.SmoothL1Loss({ reduction: 'sum' });
  const which = new nn.CrossEntropyLoss({ ignoreIndex: NO_CLASS });
  // Where nothing is, there is no box and no class to be right about.
  const loss = () => {
    const y = model.forward(images);
    const objectness = isThere.forward(y.slice([], SIDES), object);
    const place = where.forward(y.slice([], [0, SIDES]).mul(there), box).div(SIDES * objects);
    return objectness.add(place).add(which.forward(y.slice([], [SIDES + 1]), label));
  };
  return { model, inputs: [images, object, box, label], loss };
}
