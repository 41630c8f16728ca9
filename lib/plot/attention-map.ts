import { formatShape } from '../shape';
import { Tensor } from '../tensor';
import { type Chart, chart, type Frame } from './chart';
import { sequential } from './styles';

/** A space would be an empty label. */
const visible = (token: string): string => (token.trim() === '' ? '␣' : token);

/** The tokens on both sides. */
export interface AttentionMapOptions extends Partial<Frame> {
  /** What was read: one label a token. Tokens may repeat. */
  source: readonly string[];
  /** What was written: one label a token. */
  target: readonly string[];
  /**
   * Set if the source is written from right to left: its first token is on the right then. False unless told
   * otherwise.
   */
  sourceRightToLeft?: boolean;
}

/**
 * Where a sequence model looked (Bahdanau, Cho & Bengio 2015, figure 3): for each token that it wrote (rows, first at
 * the top) how much weight each token that it had read got (columns). Each row adds up to 1. Point at a cell to read
 * its weight.
 * @param weights [target, source]
 * @throws on weights of another shape
 */
export function attentionMap(
  weights: Tensor | readonly (readonly number[])[],
  { source, target, sourceRightToLeft = false, ...frame }: AttentionMapOptions,
): Chart {
  const shape = weights instanceof Tensor ? weights.shape : [weights.length, weights[0]?.length ?? 0];
  if (shape.length !== 2 || shape[0] !== target.length || shape[1] !== source.length) {
    throw new RangeError(
      `attentionMap: ${target.length} target and ${source.length} source tokens need weights [${target.length}, ${source.length}], got ${formatShape(shape)}`,
    );
  }
  const at = (i: number, j: number): number =>
    weights instanceof Tensor ? weights.data[i * source.length + j] : weights[i][j];
  const values = target.flatMap((to, i) =>
    source.map((from, j) => ({ row: i, column: j, weight: at(i, j), read: from, written: to })),
  );
  const strongest = target.map((to, i) => {
    const best = source.reduce((winner, _, j) => (at(i, j) > at(i, winner) ? j : winner), 0);
    return `${to} ← ${source[best]}`;
  });
  const cell = Math.max(14, Math.min(34, 460 / Math.max(1, source.length)));
  const axis = (field: string, title: string, tokens: readonly string[], extra: object) => ({
    field,
    type: 'ordinal',
    title,
    axis: {
      // A Vega expression that looks the token up by its number: tokens may repeat.
      labelExpr: `${JSON.stringify(tokens.map(visible))}[datum.value]`,
      labelAngle: 0,
      labelFontSize: 12,
      ticks: false,
      domain: false,
      labelOverlap: false,
      ...extra,
    },
  });
  const long = source.some((token) => token.length * 7 > cell);
  const columns = axis('column', 'source token (read)', source, {
    orient: 'top',
    ...(long && { labelAngle: -40, labelAlign: 'left' }),
  });
  return chart(
    {
      title: 'Attention',
      description: `Attention weights of ${target.length} written tokens (rows) over ${source.length} read tokens (columns). Strongest: ${strongest.join(', ')}.`,
      width: cell * source.length,
      height: cell * target.length,
      ...frame,
    },
    {
      data: { values },
      mark: { type: 'rect', stroke: '#e5e5e5', strokeWidth: 0.5 },
      encoding: {
        x: { ...columns, sort: sourceRightToLeft ? 'descending' : 'ascending' },
        y: axis('row', 'target token (written)', target, {}),
        color: {
          field: 'weight',
          type: 'quantitative',
          title: 'weight',
          scale: sequential,
        },
        tooltip: [
          { field: 'written', type: 'nominal' },
          { field: 'read', type: 'nominal' },
          { field: 'weight', type: 'quantitative', format: '.3f' },
        ],
      },
    },
  );
}
