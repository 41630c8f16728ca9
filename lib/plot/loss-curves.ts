import type { TrainingRecord } from '../train';
import { type Chart, chart, type Frame, palette } from './chart';
import { round } from './styles';

/** How far the axes reach. */
export interface LossCurvesOptions extends Partial<Frame> {
  /**
   * How far the axis reaches, so that a chart that grows shows how much is still to come; as far as the data unless
   * told.
   */
  epochs?: number;
}

/**
 * The training and validation loss over the epochs, from what `train.fit` returns or hands to its callbacks.
 * Point at the chart to read both losses; click a name to fade the other line.
 */
export function lossCurves(
  history: readonly TrainingRecord[],
  { epochs, ...frame }: LossCurvesOptions = {},
): Chart {
  const values = history.flatMap((record) => [
    { epoch: record.epoch, data: 'training', loss: record.trainLoss },
    ...(record.validationLoss === undefined
      ? []
      : [{ epoch: record.epoch, data: 'validation', loss: record.validationLoss }]),
  ]);
  const last = history.at(-1);
  const summary =
    last === undefined
      ? 'Nothing is recorded yet.'
      : `After ${Number(last.epoch.toFixed(2))} epochs the training loss is ${round(last.trainLoss)}` +
        (last.validationLoss === undefined ? '.' : ` and the validation loss ${round(last.validationLoss)}.`);
  const colour = {
    field: 'data',
    type: 'nominal',
    title: 'loss on',
    legend: { symbolType: 'stroke' },
    scale: { domain: ['training', 'validation'], range: [palette.blue, palette.vermilion] },
  };
  return chart(
    {
      title: 'Training and validation loss',
      description: `Line chart of the loss over the epochs. ${summary}`,
      ...frame,
    },
    {
      data: { values },
      encoding: {
        x: {
          field: 'epoch',
          type: 'quantitative',
          title: 'epochs',
          scale: fromZero(epochs ?? (last === undefined ? 1 : undefined)),
        },
        y: {
          field: 'loss',
          type: 'quantitative',
          title: 'mean loss per example',
          scale: fromZero(last === undefined ? 1 : undefined),
        },
      },
      layer: [
        {
          params: [{ name: 'shown', select: { type: 'point', fields: ['data'] }, bind: 'legend' }],
          mark: { type: 'line', point: { size: 30 } },
          encoding: {
            color: colour,
            // Not by colour alone: the dashes tell the lines apart in print too.
            strokeDash: {
              ...colour,
              scale: {
                domain: ['training', 'validation'],
                range: [
                  [1, 0],
                  [6, 3],
                ],
              },
            },
            opacity: { condition: { param: 'shown', value: 1 }, value: 0.15 },
          },
        },
        {
          transform: [{ pivot: 'data', value: 'loss', groupby: ['epoch'] }],
          params: [
            {
              name: 'pointed',
              select: {
                type: 'point',
                fields: ['epoch'],
                nearest: true,
                on: 'pointerover',
                clear: 'pointerout',
              },
            },
          ],
          mark: { type: 'rule', color: '#888' },
          encoding: {
            y: { value: 0 },
            y2: { value: 'height' },
            opacity: { condition: { param: 'pointed', empty: false, value: 1 }, value: 0 },
            tooltip: [
              { field: 'epoch', type: 'quantitative', format: '.2f' },
              { field: 'training', type: 'quantitative', format: '.4f' },
              { field: 'validation', type: 'quantitative', format: '.4f' },
            ],
          },
        },
      ],
    },
  );
}

/** From 0 to where the data end, or to `end`: an axis without data needs one. */
const fromZero = (end: number | undefined): object => ({
  domainMin: 0,
  ...(end !== undefined && { domainMax: end }),
});
