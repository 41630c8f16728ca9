import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { type Chart, chart, type Frame } from './chart';
import { distinct, groupScales } from './styles';

/** What the points are. */
export interface LatentScatterOptions extends Partial<Frame> {
  /** The class of each point: names, or a tensor of class numbers [n]. */
  labels?: readonly (string | number)[] | Tensor;
  /** What is shown beside a point when it is pointed at. */
  captions?: readonly string[];
  /** The titles of the axes; 'latent dimension 1' and 'latent dimension 2' unless told otherwise. */
  axisTitles?: readonly [string, string];
}

/**
 * Points of a plane, such as the codes of an autoencoder [n, 2], by class. Click a class to fade the others.
 * @throws on another shape, and unless there is one label and one caption a point
 */
export function latentScatter(
  codes: Tensor,
  {
    labels,
    captions,
    axisTitles = ['latent dimension 1', 'latent dimension 2'],
    ...frame
  }: LatentScatterOptions = {},
): Chart {
  if (codes.rank !== 2 || codes.shape[1] !== 2)
    throw new RangeError(
      `latentScatter: expected codes [n, 2], got ${formatShape(codes.shape)}; choose two columns with slice()`,
    );
  const count = codes.shape[0];
  const given = labels === undefined ? undefined : Array.from('data' in labels ? labels.data : labels);
  for (const [name, list] of Object.entries({ labels: given, captions })) {
    if (list !== undefined && list.length !== count)
      throw new RangeError(`latentScatter: ${count} points need as many ${name}, got ${list.length}`);
  }
  const values = Array.from({ length: count }, (_, i) => ({
    x: codes.data[2 * i],
    y: codes.data[2 * i + 1],
    class: String(given?.[i] ?? 'points'),
    ...(captions && { caption: captions[i] }),
  }));
  const names = distinct(values.map((value) => value.class)).sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const scales = groupScales(names);
  const legend = given === undefined ? null : { title: 'class' };
  const group = (range: object) => ({ field: 'class', type: 'nominal', scale: range, sort: names, legend });
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { zero: false },
  });
  return chart(
    {
      title: 'Latent space',
      description: `${count} points in a plane${given === undefined ? '' : `, of ${names.length} classes: ${names.join(', ')}`}.`,
      width: 440,
      height: 380,
      ...frame,
    },
    {
      data: { values },
      params: [{ name: 'shown', select: { type: 'point', fields: ['class'] }, bind: 'legend' }],
      mark: { type: 'point', filled: true, size: 36 },
      encoding: {
        x: axis('x', axisTitles[0]),
        y: axis('y', axisTitles[1]),
        color: group(scales.color),
        shape: group(scales.shape),
        opacity: { condition: { param: 'shown', value: 0.8 }, value: 0.08 },
        tooltip: [
          ...(captions ? [{ field: 'caption', type: 'nominal' }] : []),
          { field: 'class', type: 'nominal' },
          { field: 'x', type: 'quantitative', format: '.3f' },
          { field: 'y', type: 'quantitative', format: '.3f' },
        ],
      },
    },
  );
}
