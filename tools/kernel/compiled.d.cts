/** Loads TypeScript, for everyone who requires it after this. */
export function load(): void;
/** Keeps what V8 has compiled of it by now for the next start, unless that has been done. */
export function keep(): void;
