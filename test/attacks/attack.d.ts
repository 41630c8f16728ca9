// What the runner tells an attack, before its first line: where it could do harm, and how it would show.

declare const ATTACK: {
  /** The project. */
  readonly root: string;
  /** A folder of the test with a file `secret.txt`: another learner's, say. */
  readonly outside: string;
  /** Of a listener on 127.0.0.1, for TCP and for UDP. */
  readonly port: number;
  /** A word that names files and processes of this attack. */
  readonly mark: string;
  /** Printed by an attack that has got through. It is also in `secret.txt` and in the grader's environment. */
  readonly secret: string;
  /** The process that grades. */
  readonly grader: number;
};
