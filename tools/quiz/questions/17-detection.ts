import type { Quiz } from '../types';

export const detection: Quiz = {
  chapter: '17',
  title: 'Case study: object detection',
  questions: [
    {
      id: 'iou',
      text: 'Two boxes of 2×2 overlap in a square of 1×1. Their IoU is …',
      ideas: ['5.3 detection'],
      options: [
        {
          id: 'seventh',
          text: '… 1/7.',
          right: true,
          why: 'Yes: the intersection is 1, the union is 4 + 4 − 1 = 7.',
        },
        {
          id: 'quarter',
          text: '… 1/4.',
          why: 'This is the intersection over one box. It must be divided by the union of both.',
        },
        {
          id: 'eighth',
          text: '… 1/8.',
          why: 'In the union, the overlap is counted once: 4 + 4 − 1, not 4 + 4.',
        },
      ],
    },
    {
      id: 'nms',
      text: 'What is non-maximum suppression for?',
      ideas: ['5.3 detection'],
      options: [
        {
          id: 'duplicates',
          text: 'To keep one box of several that show the same object.',
          right: true,
          why: 'Yes. The best box stays, and those of its class that overlap it too much go.',
        },
        {
          id: 'small',
          text: 'To remove small objects.',
          why: 'No. The size plays no part. A pedestrian far away must not be lost.',
        },
        {
          id: 'gradient',
          text: 'To make the gradients of doubtful boxes smaller.',
          why: 'No. It works after the network, and no gradient passes through it.',
        },
      ],
    },
    {
      id: 'classes',
      text: 'A cyclist sits on a bicycle; both boxes overlap strongly. What should NMS do?',
      ideas: ['5.3 detection'],
      options: [
        {
          id: 'per-class',
          text: 'Keep both, for they belong to different classes.',
          right: true,
          why: 'Yes. It is done for each class on its own. Otherwise one of two real objects would disappear.',
        },
        {
          id: 'drop',
          text: 'Keep only the one with the higher score.',
          why: 'Then the cyclist or the bicycle is lost, and both are there.',
        },
        { id: 'merge', text: 'Merge them into one box.', why: 'No. There are two objects.' },
      ],
    },
    {
      id: 'map',
      text: 'What does a mean average precision of 0.80 at IoU 0.5 not tell?',
      ideas: ['5.3 detection'],
      options: [
        {
          id: 'which',
          text: 'Which objects are missed, and how dangerous that is.',
          right: true,
          why: 'Yes. A mean hides whether the missed ones are parked cars or children.',
        },
        {
          id: 'boxes',
          text: 'Whether boxes are placed roughly right.',
          why: 'It does tell this: a box counts only if its IoU is at least 0.5.',
        },
        {
          id: 'false',
          text: 'Whether there are false alarms.',
          why: 'It does: false alarms lower the precision, and with it the mean.',
        },
      ],
    },
    {
      id: 'rain',
      text: 'The detector was trained in sunshine only. On rainy scenes its score is low. What is this called, and what helps?',
      ideas: ['5.3 detection'],
      options: [
        {
          id: 'shift',
          text: 'A shift of the distribution; rainy training data help.',
          right: true,
          why: 'Yes. What is asked no longer looks like what was learned. A test set without rain would never have shown it.',
        },
        {
          id: 'vanishing',
          text: 'A vanishing gradient; another activation helps.',
          why: 'No. The training went well. The test scenes are of another kind.',
        },
        {
          id: 'overfitting',
          text: 'Only overfitting; a smaller network helps.',
          why: 'A smaller network has not seen rain either.',
        },
      ],
    },
  ],
};
