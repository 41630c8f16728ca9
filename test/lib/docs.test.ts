import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { silentThrowers, silentThrowersIn } from '../../tools/docs/errors';
import { type Reference, readReference } from '../../tools/docs/reference';
import type { Text } from '../../tools/docs/texts';

/** Reading all of the library takes seconds. */
const TIMEOUT = 60_000;
const LIBRARY = join(__dirname, '../../lib');

let reference: Reference;
let texts: readonly Text[];

beforeAll(async () => {
  reference = await readReference();
  texts = reference.texts;
}, TIMEOUT);

/** What TypeDoc's own validation finds: names without a docstring, links that lead nowhere, types left out. */
function gaps(): string[] {
  const { app, project } = reference;
  const messages: string[] = [];
  const logger = app.logger as { validationWarning(text: string): void };
  const before = logger.validationWarning;
  logger.validationWarning = (message) => messages.push(message);
  app.validate(project);
  logger.validationWarning = before;
  return messages;
}

/** Those of the texts whose name begins so. */
const of = (...places: string[]): readonly Text[] =>
  texts.filter(({ name }) => places.includes(name.slice(0, name.lastIndexOf('.'))));

describe('the API reference', () => {
  test('is read without a warning, such as of a @param that is not there', () => {
    expect(reference.app.logger.warningCount).toBe(0);
  });

  test('has a docstring for every public name, and every link leads somewhere', () => {
    expect(gaps()).toEqual([]);
  });

  test('is of the whole library: a docstring that is taken away is a gap', () => {
    const { project } = reference;
    const removed = ['Tensor.matmul', 'nn.Linear', 'optim.lr.StepLROptions.gamma', 'train.FitOptions'];
    const docs = removed.map((name) => {
      const found = project.getChildByName(name);
      const owner = (found?.isDeclaration() && found.signatures?.[0]) || found;
      const comment = owner?.comment;
      expect(comment, name).toBeDefined();
      if (owner !== undefined) delete owner.comment;
      return () => Object.assign(owner ?? {}, { comment });
    });
    const found = gaps();
    for (const putBack of docs) putBack();
    for (const name of removed)
      expect(
        found.some((gap) => gap.startsWith(`${name} (`)),
        name,
      ).toBe(true);
    expect(found).toHaveLength(removed.length);
  });

  test('has the namespaces, and a heading for every name at the top', () => {
    const { project } = reference;
    const headings = Object.fromEntries(
      (project.categories ?? []).map(({ title, children }) => [title, children.map(({ name }) => name)]),
    );
    expect(headings.Namespaces).toEqual([
      'data',
      'interop',
      'metrics',
      'nn',
      'optim',
      'plot',
      'train',
      'types',
    ]);
    expect(headings.Autograd).toContain('backward');
    expect(headings.Tensors).toContain('tensor');
    expect(headings).not.toHaveProperty('Other');
  });
});

/** These compute nothing, or what the modules in them compute. */
const WITHOUT_FORMULA: readonly string[] = [
  ...['nn.Module', 'nn.ModuleList', 'nn.Parameter', 'nn.summary'],
  ...['optim.Optimizer', 'optim.lr.LRScheduler', 'optim.lr.SequentialLR'],
];

/** A sign or a function of mathematics. */
const FORMULA = /[=≠<>≤≥√Σ∫∂σ·²ˣ⌊←−+∩|]|\w\/[\w(]|\b(max|min|sin|cos|tanh|ln)\b/;

/** Neither a paper's nor anybody's: elementary mathematics, counting, bookkeeping, and the base classes. */
const WITHOUT_SOURCE: readonly string[] = [
  ...['nn.Module', 'nn.ModuleList', 'nn.Parameter', 'nn.summary', 'nn.Sequential'],
  ...['nn.Identity', 'nn.Flatten', 'nn.Unflatten', 'nn.Linear', 'nn.Tanh', 'nn.Sigmoid', 'nn.L1Loss'],
  ...['nn.init.calculateGain', 'nn.init.constant', 'nn.init.fans', 'nn.init.normal', 'nn.init.ones'],
  ...['nn.init.uniform', 'nn.init.zeros', 'nn.functional.fold'],
  ...['optim.Optimizer', 'optim.lr.LRScheduler', 'optim.lr.SequentialLR', 'optim.lr.LambdaLR'],
  ...['optim.lr.ConstantLR', 'optim.lr.LinearLR', 'optim.lr.ExponentialLR', 'optim.lr.StepLR'],
  ...['optim.lr.MultiStepLR', 'optim.lr.ReduceLROnPlateau'],
  ...['metrics.accuracy', 'metrics.topKAccuracy', 'metrics.confusionMatrix', 'metrics.classScores'],
  ...['metrics.precision', 'metrics.recall', 'metrics.prCurve', 'metrics.auc', 'metrics.mae', 'metrics.mse'],
];

/** A year, as in (Kingma & Ba 2015). */
const SOURCE = /\b(1[6-9]|20)\d\d\b/;

/** The namespaces of what computes. */
const PLACES = ['nn', 'nn.init', 'nn.functional', 'nn.utils', 'optim', 'optim.lr', 'metrics'];
const without = (list: readonly Text[], pattern: RegExp): string[] =>
  list.filter(({ text }) => !pattern.test(text)).map(({ name }) => name);

describe('docstrings', () => {
  test('of classes and functions that compute have a formula', () => {
    const found = without(of(...PLACES), FORMULA);
    expect(found.sort()).toEqual([...WITHOUT_FORMULA].sort());
  });

  test("of the tensor's arithmetic have a formula", () => {
    const families = ['arithmetic', 'functions', 'matmul', 'reduce'].map((name) => `ops/${name}.ts`);
    const methods = of('Tensor').filter(({ path }) => families.includes(path));
    expect(methods.length).toBeGreaterThan(40);
    expect(without(methods, FORMULA)).toEqual([]);
  });

  test('of what a paper proposed name it', () => {
    const found = without(of(...PLACES), SOURCE);
    expect(found.sort()).toEqual([...WITHOUT_SOURCE].sort());
    expect(of(...PLACES).length).toBeGreaterThan(100);
  });

  test('of functions that throw say so', () => {
    // The backend is no learner's: what calls it has checked already.
    expect(silentThrowersIn(LIBRARY, /[\\/]lib[\\/]backend[\\/]/)).toEqual([]);
  });
});

// The measure itself: one that sees nothing would pass everything.
describe('silentThrowers', () => {
  test.each([
    ['a function', 'export function f() { throw new Error(); }', ['f']],
    ['an arrow function', 'export const f = () => { if (1) throw new Error(); };', ['f']],
    ['a function that lets a helper check', 'export function f() { checkSize(1); }', ['f']],
    ['a method', '/** A. */ export class A { m() { throw new Error(); } }', ['A.m']],
    ['a constructor', 'export class A { private constructor() { requireSizes(1); } }', ['A.constructor']],
    ['a setter', 'export class A { set x(v) { throw new Error(); } }', ['A.x']],
    ['a function that says so', '/** @throws always */ export function f() { throw new Error(); }', []],
    ['a class that says so', '/** @throws always */ class A { constructor() { throw new Error(); } }', []],
    [
      'an overload that says so',
      '/** @throws a */ export function f(): 1;\nexport function f() { throw 1; }',
      [],
    ],
    ['what is not exported', 'function f() { throw new Error(); }', []],
    ['what is private', 'class A { #m() { throw 1; } private n() { throw 1; } }', []],
    ['a function that throws nothing', 'export function f() { return 1; }', []],
  ])('sees %s', (_, text, expected) => {
    expect(silentThrowers(text)).toEqual(expected);
  });
});
