// Chapter 17: object detection for driving.

import { type CatalogEntry, exercise } from './types';

export const iouNms = exercise({
  id: 'iou-nms',
  chapter: '17',
  title: 'Boxes: intersection over union, and one box for each object',
  minutes: 25,
  file: 'exercises/17-detection/iou-nms.ts',
  taughtIn: { notebook: 'notebooks/17-detection.ipynb', section: 'Boxes that overlap' },
  prerequisites: [],
  tests: [
    { id: 'iou', title: 'The IoU of boxes that overlap, touch, contain each other or lie apart', points: 4 },
    { id: 'one-class', title: 'Suppression among detections of one class', points: 3 },
    { id: 'several-classes', title: 'Suppression among detections of several classes', points: 3 },
  ],
  hints: [
    'Draw two boxes on squared paper and count squares. Which edge bounds the common part on the left: the left edge of ' +
      'the one or of the other box?',
    'The common part starts at the larger of the two left edges and ends at the smaller of the two right edges. If it ' +
      'ends before it starts, it is empty. For the suppression, collect the kept places in an array and ask it.',
    'Width: Math.max(0, smaller right − larger left). Union: area of A + area of B − common area. In the suppression, ' +
      'sort the places by score, then keep a place if every kept one of its class has an IoU of at most the threshold.',
  ],
  misconceptions: {
    'negative-sides':
      'This is the value when the width and the height of the common part may be negative. Boxes that lie apart in both ' +
      'directions then seem to overlap, because minus times minus is plus.',
    'overlap-twice':
      'This is the value when the union is the sum of both areas. The common part is then counted twice.',
    'over-smaller-box':
      'This is the common area as a share of the smaller box. A small box inside a large one would count as a perfect fit.',
    'sides-plus-one':
      'This is the value when 1 is added to each side, as for whole pixels. These boxes are given by their edges, and the ' +
      'width is right − left.',
    'top-for-left': 'This is the value when width and height are taken from the wrong edges of the box.',
    'order-as-given':
      'This is the result when the detections are taken in the order of the array. The best score comes first.',
    'worst-first':
      'This is the result when the lowest score comes first. Then the poorest box of each object would stay.',
    'across-classes':
      'This is the result when classes play no part. Two objects of different classes may overlap, and both are real.',
    'dropped-ones-drop':
      'This is the result when a detection that was dropped itself can drop others. Only kept detections count.',
    'drops-at-threshold':
      'This is the result when an IoU of exactly the threshold is enough to be dropped. It must be greater.',
    'input-changed':
      'The array that was given is in another order afterwards. Whoever called the function still needs it.',
  },
});

export const detection: readonly CatalogEntry[] = [iouNms];
