/** Boxes as a grid of cells sees them: from boxes to targets, the loss, and from the network's numbers to boxes. */
import { data, metrics, nn, type Tensor, zeros } from '../../lib';

export const [HEIGHT, WIDTH] = [64, 96];
/** A cell is a square of so many pixels: as far apart as the places of the network's last layer. */
const CELL = 8;
const [ROWS, COLUMNS] = [HEIGHT / CELL, WIDTH / CELL];
/** The numbers of a cell: whether a middle is there, where in the cell, how wide and high in cells, and which class. */
const [OBJECT, X, Y, W, H, CLASS] = [0, 1, 2, 3, 4, 5];
export const CHANNELS = CLASS + data.roadClasses.length;
/** e³ cells are more than a picture. */
const LARGEST = 3;

/** Of each picture, [CHANNELS, ROWS, COLUMNS]: what its cells should say. Where nothing is, all is 0. */
export function targetsOf(boxes: data.RoadScenes['boxes']): Tensor {
  const targets = zeros([boxes.length, CHANNELS, ROWS, COLUMNS]);
  boxes.forEach((all, scene) => {
    for (const [kind, left, top, width, height] of all) {
      const [x, y] = [(left + width / 2) / CELL, (top + height / 2) / CELL];
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const numbers = [1, x - column, y - row, width / CELL, height / CELL, 0, 0, 0];
      numbers[CLASS + kind] = 1;
      numbers.forEach((number, channel) => {
        targets.data[((scene * CHANNELS + channel) * ROWS + row) * COLUMNS + column] = number;
      });
    }
  });
  return targets;
}

const channel = (x: Tensor, k: number): Tensor => x.slice([], k);

/** How long two stretches lie one on the other: [middle, length] each. */
function overlap([a, lengthA]: readonly [Tensor, Tensor], [b, lengthB]: readonly [Tensor, Tensor]): Tensor {
  const from = a.sub(lengthA.div(2)).maximum(b.sub(lengthB.div(2)));
  const to = a.add(lengthA.div(2)).minimum(b.add(lengthB.div(2)));
  return to.sub(from).relu();
}

/**
 * Per object: the binary cross-entropy of all cells, twice 1 − IoU of the boxes (Yu et al. 2016), and the
 * cross-entropy of the classes; the last two only where an object's middle is.
 */
export class DetectionLoss extends nn.Module {
  readonly isThere = new nn.BCEWithLogitsLoss({ reduction: 'sum' });

  forward(y: Tensor, target: Tensor): Tensor {
    const there = channel(target, OBJECT);
    const [x, width] = [channel(y, X).sigmoid(), channel(y, W).clamp({ min: -LARGEST, max: LARGEST }).exp()];
    const [down, height] = [
      channel(y, Y).sigmoid(),
      channel(y, H).clamp({ min: -LARGEST, max: LARGEST }).exp(),
    ];
    const [trueWidth, trueHeight] = [channel(target, W), channel(target, H)];
    const shared = overlap([x, width], [channel(target, X), trueWidth]).mul(
      overlap([down, height], [channel(target, Y), trueHeight]),
    );
    const union = width.mul(height).add(trueWidth.mul(trueHeight)).sub(shared);
    const misfit = shared.div(union).neg().add(1).mul(there).sum();
    const surprise = y
      .slice([], [CLASS])
      .logSoftmax(1)
      .mul(target.slice([], [CLASS]))
      .sum()
      .neg();
    const objects = Math.max(1, there.sum().item());
    return this.isThere.forward(channel(y, OBJECT), there).add(misfit.mul(2)).add(surprise).div(objects);
  }
}

/** The detections of each picture with a score of at least `least`, before and after non-maximum suppression. */
export function boxesOf(y: Tensor, least = 0.02): metrics.Detection[][] {
  const [there, place, size] = [channel(y, OBJECT), y.slice([], [X, W]), y.slice([], [W, CLASS])];
  const scores = y.slice([], [CLASS]).softmax(1).mul(there.sigmoid().unsqueeze(1)).data;
  const [middles, sizes] = [place.sigmoid().data, size.clamp({ min: -LARGEST, max: LARGEST }).exp().data];
  const cells = ROWS * COLUMNS;
  return Array.from({ length: y.shape[0] }, (_, scene) => {
    const found: metrics.Detection[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const [across, down] = [2 * scene * cells + cell, (2 * scene + 1) * cells + cell];
      const [x, width] = [CELL * ((cell % COLUMNS) + middles[across]), CELL * sizes[across]];
      const [y, height] = [CELL * (Math.floor(cell / COLUMNS) + middles[down]), CELL * sizes[down]];
      const [left, right] = [Math.max(0, x - width / 2), Math.min(WIDTH, x + width / 2)];
      const [top, bottom] = [Math.max(0, y - height / 2), Math.min(HEIGHT, y + height / 2)];
      for (let kind = 0; kind < data.roadClasses.length; kind++) {
        const score = scores[(scene * data.roadClasses.length + kind) * cells + cell];
        if (score >= least) found.push([kind, left, top, right - left, bottom - top, score]);
      }
    }
    return metrics.nms(found, { iouThreshold: 0.4 });
  });
}
