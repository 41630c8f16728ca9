/** Models in one file: the weights as safetensors, and in its notes what the model is. */
import type { ModelDescription } from './description';
import { GraphModel } from './graph-model';
import { loadSafetensors, saveSafetensors } from './safetensors';

/** The name of the note. */
const NOTE = 'backprop-lab';
/** Raised when a new file could mean something else to an old reader. */
const VERSION = 1;

/**
 * Saves a model with its description: a safetensors file, whose weights PyTorch reads as they are, and from which
 * `loadModel` and `npm run bridge` make the model again. The file is the old or the whole new one at any moment.
 */
export function saveModel(path: string, model: GraphModel): void {
  const note = JSON.stringify({ version: VERSION, description: model.description });
  saveSafetensors(path, model.stateDict(), { format: 'pt', [NOTE]: note });
}

/**
 * The model that `saveModel` wrote, in evaluation.
 * @throws on a file without a description, on one that is damaged, and on weights that do not fit it
 */
export function loadModel(path: string): GraphModel {
  const { tensors, metadata } = loadSafetensors(path);
  if (!Object.hasOwn(metadata, NOTE)) {
    throw new Error(
      `loadModel: ${path} holds weights only; save it with interop.saveModel, or build the model and call loadStateDict`,
    );
  }
  try {
    const model = new GraphModel(readNote(metadata[NOTE]));
    model.loadStateDict(tensors);
    return model.eval();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`loadModel: ${path}: ${reason}`, { cause: error });
  }
}

/** Only the frame is checked here; every layer checks its own options when it is built. */
function readNote(text: string): ModelDescription {
  const note = JSON.parse(text) as { version?: unknown; description?: Partial<ModelDescription> } | null;
  if (note?.version !== VERSION) {
    throw new Error(
      `the description has version ${note?.version}, and this library reads version ${VERSION}`,
    );
  }
  const { name, inputs, steps, outputs } = note.description ?? {};
  if (typeof name !== 'string' || ![inputs, steps, outputs].every(Array.isArray)) {
    throw new Error('the description of the model is damaged');
  }
  return note.description as ModelDescription;
}
