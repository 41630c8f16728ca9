export interface ToTranspile {
  readonly text: string;
  /** The name of the file, for errors; nothing is read there. */
  readonly file: string;
  readonly fromNotebook: boolean;
}

/** Either code, or why there is none. */
export type Transpiled = { readonly code: string } | { readonly problem: string };
