/** A recurrent layer that runs over a whole sequence: what a backend is told that does it in one go. */
import type { NDArray } from './backend';

/** The recurrences of nn/recurrent-step.ts, by the names of their operations. */
export type RecurrentKind = 'rnnTanh' | 'rnnRelu' | 'lstm' | 'gru';

/** One direction of one layer. */
export interface RecurrentInputs {
  /** [time, batch, features]. */
  x: NDArray;
  /** W_ih: [gates · hidden, features]. */
  ih: NDArray;
  /** W_hh: [gates · hidden, hidden]. */
  hh: NDArray;
  /** b_ih: [gates · hidden]; null if b_hh is. */
  biasIh: NDArray | null;
  /** b_hh, likewise. */
  biasHh: NDArray | null;
  /** Where it starts: h, and for the LSTM c too, each [batch, hidden]. */
  state: readonly NDArray[];
  /** From the last step back to the first. */
  reverse: boolean;
  /** Whether its gradients will be asked for. */
  keep: boolean;
}
