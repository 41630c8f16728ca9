/** Small real data sets that come with the course, in data/; its README names their sources. */
import { join } from 'node:path';
import { Tensor } from '../tensor';
import { classColumn, numberColumn, readCsv, type Table } from './csv';
import { TensorDataset } from './dataset';

/** Where data is from and what its numbers mean. */
export interface Description {
  /** What the data is called. */
  readonly title: string;
  /** What each column of the first tensor is, with its unit. */
  readonly features: readonly string[];
  /** What the numbers of each categorical feature stand for. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** What the labels 0, 1, … stand for, if the targets are classes. */
  readonly classes?: readonly string[];
  /** Whom to cite. */
  readonly source: string;
  /** Under which licence it may be used. */
  readonly license: string;
}

/** A dataset that says what it is. Parts and transformations of it are plain datasets. */
export class DescribedDataset<
  T extends readonly Tensor[] = readonly Tensor[],
  D extends Description = Description,
> extends TensorDataset<T, 'unsplit'> {
  constructor(
    /** Where the data is from and what its numbers mean. */
    readonly description: D,
    ...tensors: T
  ) {
    super(...tensors);
  }
}

/** Where the data lies. */
export interface RealDataOptions {
  /** Where the CSV file is, if not in the data folder of the course. */
  folder?: string;
}

const FOLDER = join(__dirname, '..', '..', 'data');

/** SHA-256 of each file, which tells a damaged or edited one from a sound one. */
const CHECKSUMS = {
  'breast-cancer': 'c528580bfcb31a91356cca65c552eab575b91cec3529b03f13500788c7002b54',
  digits: '592cc047d0a1cc7fdef9fd724514209dcb45a80aa147dc3ab375e3e1a9a380f4',
  'el-nino': '40a803436fb47debfd6c27aae2b3ac81343b7bc8562786261fda462520ea75d7',
  penguins: 'f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93',
} as const;

const load = (name: keyof typeof CHECKSUMS, { folder = FOLDER }: RealDataOptions): Table =>
  readCsv(join(folder, `${name}.csv`), CHECKSUMS[name]);

/** Columns side by side: a tensor of [rows, columns]. */
function matrix(columns: readonly (readonly number[])[]): Tensor {
  const [rows, width] = [columns[0].length, columns.length];
  const data = new Float32Array(rows * width);
  for (let i = 0; i < data.length; i++) data[i] = columns[i % width][Math.floor(i / width)];
  return new Tensor({ dtype: 'float32', shape: [rows, width], data });
}

const labels = (values: readonly number[]): Tensor =>
  new Tensor({ dtype: 'int32', shape: [values.length], data: Int32Array.from(values) });

const DIGITS = {
  title: 'Handwritten digits, 8×8',
  features: ['ink, 0 (paper) to 1'],
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  source:
    'E. Alpaydin & C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, https://doi.org/10.24432/C50P49; its test part, as in scikit-learn',
  license: 'CC BY 4.0',
} as const satisfies Description;

/**
 * Handwritten digits, small enough to train on in seconds: 1797 pictures of 8×8 pixels.
 * @returns images of [1797, 1, 8, 8] with values from 0 (paper) to 1 (ink), and int32 labels 0 … 9 of [1797]
 */
export function digits(options: RealDataOptions = {}): DescribedDataset<[Tensor, Tensor], typeof DIGITS> {
  const table = load('digits', options);
  const pixels = table.columns.slice(0, -1).map((column) => numberColumn(table, column));
  const images = matrix(pixels).div(16).reshape([-1, 1, 8, 8]);
  return new DescribedDataset(DIGITS, images, labels(numberColumn(table, 'digit')));
}

/** Ten measures of the cell nuclei of a picture. */
const MEASURES = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
] as const;

const BREAST_CANCER = {
  title: 'Breast cancer Wisconsin (diagnostic)',
  features: ['mean', 'se', 'worst'].flatMap((kind) => MEASURES.map((measure) => `${kind} ${measure}`)),
  classes: ['benign', 'malignant'],
  source:
    'W. Wolberg, O. Mangasarian, N. Street & W. Street (1993), Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, https://doi.org/10.24432/C5DW2B; as in scikit-learn',
  license: 'CC BY 4.0',
} as const satisfies Description;

/**
 * Breast tumours, by 30 measures of their cell nuclei: the mean, standard error and worst of ten measures. The
 * illness is the positive class: malignant is 1 and benign 0 (scikit-learn numbers them the other way round).
 * @returns features of [569, 30], and int32 labels of [569]: 357 benign, 212 malignant
 */
export function breastCancer(
  options: RealDataOptions = {},
): DescribedDataset<[Tensor, Tensor], typeof BREAST_CANCER> {
  const table = load('breast-cancer', options);
  const features = table.columns.slice(0, -1).map((column) => numberColumn(table, column));
  const { classes } = BREAST_CANCER;
  return new DescribedDataset(
    BREAST_CANCER,
    matrix(features),
    labels(classColumn(table, 'diagnosis', classes)),
  );
}

const PENGUINS = {
  title: 'Palmer penguins',
  features: [
    'bill length (mm)',
    'bill depth (mm)',
    'flipper length (mm)',
    'body mass (g)',
    'island',
    'sex',
    'year',
  ],
  categories: { island: ['Biscoe', 'Dream', 'Torgersen'], sex: ['female', 'male'] },
  classes: ['Adelie', 'Chinstrap', 'Gentoo'],
  source:
    'A. M. Horst, A. P. Hill & K. B. Gorman (2020), palmerpenguins, https://doi.org/10.5281/zenodo.3960218; data by K. B. Gorman and the Palmer Station Long Term Ecological Research programme',
  license: 'CC0 1.0',
} as const satisfies Description;

/**
 * Penguins of three species, with values that were never measured: 19 fields of 11 birds are NaN. Island and sex are
 * the numbers of their `categories`.
 * @returns features of [344, 7] with NaN, and int32 labels of [344]: the species
 */
export function penguins(options: RealDataOptions = {}): DescribedDataset<[Tensor, Tensor], typeof PENGUINS> {
  const table = load('penguins', options);
  const measured = ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'];
  const features = [
    ...measured.map((column) => numberColumn(table, column)),
    classColumn(table, 'island', PENGUINS.categories.island),
    classColumn(table, 'sex', PENGUINS.categories.sex),
    numberColumn(table, 'year'),
  ];
  const species = classColumn(table, 'species', PENGUINS.classes);
  return new DescribedDataset(PENGUINS, matrix(features), labels(species));
}

const EL_NINO = {
  title: 'Sea surface temperature off Peru (Niño 1+2), 1950 – 2010',
  features: ['temperature (°C)'],
  source:
    "NOAA National Weather Service, Climate Prediction Center, ERSST.v3b, region Niño 1+2 (0–10° S, 90–80° W); as in statsmodels' elnino",
  license: 'public domain',
} as const satisfies Description;

/**
 * The monthly temperature of the sea off Peru, in order of time: a yearly rhythm, broken by El Niño every few years.
 * Forecasts to beat: the month before (persistence), and the mean of the same month (climatology).
 * @returns temperatures in °C of [732, 1], and int32 dates of [732, 2]: the year, and the month 1 … 12
 */
export function elNino(options: RealDataOptions = {}): DescribedDataset<[Tensor, Tensor], typeof EL_NINO> {
  const table = load('el-nino', options);
  const dates = matrix([numberColumn(table, 'year'), numberColumn(table, 'month')]).to('int32');
  return new DescribedDataset(EL_NINO, matrix([numberColumn(table, 'temperature')]), dates);
}
