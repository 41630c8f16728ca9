import type { LearningRateFinderResult } from '../train';
import { type Chart, chart, type Frame, palette } from './chart';
import { round } from './styles';

/** The loss against the learning rate, on a log axis, with the suggestion of `train.learningRateFinder`. */
export function learningRateFinder(result: LearningRateFinderResult, frame: Partial<Frame> = {}): Chart {
  const { points, suggestion, diverged } = result;
  const summary =
    suggestion === null ? 'The loss never falls.' : `It falls most steeply at ${round(suggestion)}.`;
  const lr = {
    field: 'lr',
    type: 'quantitative',
    title: 'learning rate (log scale)',
    scale: { type: 'log' },
  };
  const losses = points.map(({ smoothed }) => smoothed);
  // One wild batch at the end must not press the curve flat.
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const axis = { format: '~e', tickCount: 8, labelOverlap: true };
  const y = {
    type: 'quantitative',
    title: 'loss',
    scale: { domain: [low - (high - low) * 0.1, high + (high - low) * 0.1] },
  };
  return chart(
    {
      title: 'Learning-rate finder',
      description: `Line chart of the smoothed loss against the learning rate, which grows exponentially. ${summary}${diverged ? ' In the end the loss blows up.' : ''}`,
      ...frame,
    },
    {
      data: { values: points },
      layer: [
        {
          mark: { type: 'point', filled: true, size: 14, color: '#888', clip: true, tooltip: true },
          encoding: { x: { ...lr, axis }, y: { ...y, field: 'loss' } },
        },
        {
          mark: { type: 'line', color: palette.blue, clip: true },
          encoding: { x: { ...lr, axis }, y: { ...y, field: 'smoothed' } },
        },
        ...(suggestion === null
          ? []
          : [
              {
                data: { values: [{ lr: suggestion, label: `steepest at ${round(suggestion)}` }] },
                layer: [
                  {
                    mark: { type: 'rule', color: palette.vermilion, strokeDash: [5, 3], strokeWidth: 2 },
                    encoding: { x: { ...lr, axis } },
                  },
                  {
                    mark: {
                      type: 'text',
                      color: palette.vermilion,
                      align: 'right',
                      dx: -6,
                      y: 10,
                      fontSize: 12,
                    },
                    encoding: { x: { ...lr, axis }, text: { field: 'label' } },
                  },
                ],
              },
            ]),
      ],
    },
  );
}
