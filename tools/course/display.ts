// The only place that knows how a notebook's kernel shows something. A bundle holds one content in several MIME types,
// and the notebook's front end picks the richest that it can draw.
//
// Our own kernel leaves its function for that in a global variable. Stock tslab has no such thing: its public functions
// send one MIME type only. The function below them, which its kernel keeps in an export of dist/jupyter for every
// running cell, sends bundles. It is looked up among the loaded modules: the kernel may run another copy of tslab than
// the project's, and outside a kernel nothing should be loaded.

/** By MIME type. Specifications of charts are objects, everything else is text. */
export type Bundle = Readonly<Record<string, string | object>>;

/** Our kernel's way to show something; see tools/kernel/display-hook.ts. */
type Show = (output: {
  type: 'display';
  data: Bundle;
  metadata: object;
  id?: string;
  update: boolean;
}) => void;

interface Message {
  readonly data: Bundle;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
}
type WriteDisplayData = (message: Message, update: boolean) => void;
interface TslabDisplay {
  raw(type: string, content: string): void;
}

const OWN_KERNEL = Symbol.for('backprop-lab.display');
/** What stock tslab can send by itself, the most useful first. */
const SINGLE_TYPES = ['text/html', 'image/svg+xml', 'text/markdown', 'text/plain'];

/**
 * Shows a bundle where the current cell puts its output; without a kernel, prints its plain text.
 * @param id with an id, the output can later be replaced
 * @param update replaces the output with this id
 */
export function present(data: Bundle, id?: string, update = false): void {
  const show = (globalThis as { [OWN_KERNEL]?: Show })[OWN_KERNEL];
  if (show) {
    show({ type: 'display', data, metadata: {}, ...(id === undefined ? {} : { id }), update });
    return;
  }
  const kernels = loaded<{ lastWriteDisplayData?: WriteDisplayData | null }>('jupyter');
  const write = kernels.map((kernel) => kernel.lastWriteDisplayData).find(Boolean);
  if (write) {
    write({ data, metadata: {}, transient: id === undefined ? {} : { display_id: id } }, update);
    return;
  }
  const type = SINGLE_TYPES.find((candidate) => typeof data[candidate] === 'string');
  for (const { display } of loaded<{ display?: TslabDisplay }>('public')) {
    if (display && type && presentSingle(display, type, data[type] as string)) return;
  }
  if (typeof data['text/plain'] === 'string') console.log(data['text/plain']);
}

/** tslab's functions throw when no kernel runs. */
function presentSingle(display: TslabDisplay, type: string, content: string): boolean {
  try {
    display.raw(type, content);
    return true;
  } catch {
    return false;
  }
}

/** What every copy of tslab that is loaded exports from one of its files; only one of them is the kernel. */
function loaded<Exports>(name: string): Exports[] {
  const path = new RegExp(`[\\\\/]tslab[\\\\/]dist[\\\\/]${name}\\.js$`);
  const files = Object.keys(require.cache).filter((file) => path.test(file));
  return files.flatMap((file) => (require.cache[file]?.exports as Exports | undefined) ?? []);
}
