/**
 * Types that the library's signatures mention, and that cannot be imported by name.
 * @module
 */
export type {
  Backend,
  BinaryOp,
  CompareOp,
  MatmulOptions,
  NDArray,
  ReduceOp,
  UnaryOp,
} from '../../lib/backend/backend';
export type { RecurrentInputs, RecurrentKind } from '../../lib/backend/recurrent';
export type {
  Activation,
  AdagradNumbers,
  AdamNumbers,
  Affine,
  CrossEntropyNumbers,
  Fused,
  RMSpropNumbers,
  SGDNumbers,
  Shortcuts,
  Statistics,
} from '../../lib/backend/shortcuts';
export type { Pair, Window } from '../../lib/backend/window';
export type { Backward, GraphNode } from '../../lib/graph';
export type { State } from '../../lib/nn/recurrent-step';
export type {
  ClampOptions,
  Conv1dOptions,
  Dims,
  PoolOptions,
  Range,
  Size2d,
  WindowOptions,
} from '../../lib/ops';
export type { Operand } from '../../lib/ops/define';
