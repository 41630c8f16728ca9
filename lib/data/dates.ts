import { Generator } from '../random';
import { Vocabulary } from './vocabulary';

/** How many phrases, which, and into which language. */
export interface DatesOptions {
  /** The number of pairs; 1000 unless told otherwise. */
  count?: number;
  /** Fixes the pairs; 0 unless told otherwise. */
  seed?: number;
  /** The language to translate to, as a BCP 47 tag: 'ar', 'fr', 'ja-JP' …; 'ar' unless told otherwise. */
  locale?: string;
}

/** A phrase and its translation. */
export interface Translation {
  /** In English. */
  readonly source: string;
  /** In the other language. */
  readonly target: string;
}

/** Phrases with their translations, and the characters that they are made of. */
export interface Translations {
  /** The phrases, each source once. */
  readonly pairs: readonly Translation[];
  /** The characters of all sources. */
  readonly source: Vocabulary;
  /** The characters of all targets. */
  readonly target: Vocabulary;
  /** The language that Node really used, such as ar-u-nu-arab. */
  readonly locale: string;
}

const MOST = 100_000;
const DAY = 86_400_000;
const UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const MEASURES = ['kilometer', 'kilogram', 'liter', 'percent', 'degree'] as const;
const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';

/** 0 … 99 in English words. */
export function inWords(n: number): string {
  if (n < 20) return ONES.split(' ')[n];
  const tens = TENS.split(' ')[Math.floor(n / 10) - 2];
  return n % 10 === 0 ? tens : `${tens}-${inWords(n % 10)}`;
}

/**
 * English dates and number phrases with their translations, which Node's own language data (CLDR, by ICU) makes: a
 * real translation task that needs no download. Sources come in many forms (`March 5, 2021`, `the 5th of March
 * 2021`, `Fri 5 Mar 2021`, `2021-03-05`, `three days ago`, `in 3 days`, `45 kilometers`), targets in the one
 * that is usual in the language; Arabic is written with Arabic-Indic digits. No source comes twice, so a part of
 * the pairs can be held out. The wording of targets may differ between versions of Node, as the languages' data does.
 * @throws if this Node has no data of the language (one built with small-icu has only English)
 */
export function dates({ count = 1000, seed = 0, locale = 'ar' }: DatesOptions = {}): Translations {
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new RangeError(`dates: count is a whole number in 1 … ${MOST}, got ${count}`);
  const language = resolveLocale(locale);
  const generator = new Generator(seed);
  const phrases = [datePhrases(language), relativePhrases(language), measurePhrases(language)] as const;
  const pairs = new Map<string, string>();
  for (let tries = 0; pairs.size < count; tries++) {
    // Dates, two in three; the few other phrases are used up sooner or later, dates are not.
    const kind = tries < 20 * count ? [0, 0, 0, 0, 1, 2][generator.int(6)] : 0;
    const { source, target } = phrases[kind](generator);
    if (!pairs.has(source)) pairs.set(source, plain(target));
  }
  const list = Array.from(pairs, ([source, target]) => Object.freeze({ source, target }));
  return {
    pairs: list,
    source: new Vocabulary(pairs.keys()),
    target: new Vocabulary(pairs.values()),
    locale: language,
  };
}

/** The locale that Node has data of, with Arabic-Indic digits for Arabic. */
function resolveLocale(locale: string): string {
  let wanted: Intl.Locale;
  try {
    wanted = new Intl.Locale(locale);
  } catch {
    throw new RangeError(`dates: '${locale}' is no language tag; use one such as 'ar', 'fr' or 'pt-BR'`);
  }
  if (wanted.language === 'ar' && wanted.numberingSystem === undefined)
    wanted = new Intl.Locale(locale, { numberingSystem: 'arab' });
  const tag = wanted.toString();
  const formats: readonly { supportedLocalesOf(locales: string[]): string[] }[] = [
    Intl.DateTimeFormat,
    Intl.RelativeTimeFormat,
    Intl.NumberFormat,
  ];
  const known = formats.every((format) => format.supportedLocalesOf([tag]).length > 0);
  if (!known) {
    throw new Error(
      `dates: this Node has no language data of '${locale}'` +
        (Intl.DateTimeFormat.supportedLocalesOf(['ar', 'fr', 'ja']).length === 0
          ? ': it was built with small-icu, English only; use a Node from nodejs.org, which has all languages'
          : '; use another language'),
    );
  }
  return tag;
}

type Phrases = (generator: Generator) => Translation;

function datePhrases(locale: string): Phrases {
  const calendar = {
    calendar: 'gregory',
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  } as const;
  const target = new Intl.DateTimeFormat(locale, calendar);
  const targetWithDay = new Intl.DateTimeFormat(locale, { ...calendar, weekday: 'long' });
  const part = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  const months = { long: part({ month: 'long' }), short: part({ month: 'short' }) };
  const weekdays = { long: part({ weekday: 'long' }), short: part({ weekday: 'short' }) };
  const first = Date.UTC(1900, 0, 1);
  const days = Math.round((Date.UTC(2100, 0, 1) - first) / DAY);
  return (generator) => {
    const date = new Date(first + generator.int(days) * DAY);
    const [day, year] = [date.getUTCDate(), date.getUTCFullYear()];
    const [month, mon] = [months.long.format(date), months.short.format(date)];
    const [weekday, wkd] = [weekdays.long.format(date), weekdays.short.format(date)];
    const forms: readonly (readonly [source: string, withWeekday: boolean])[] = [
      [`${month} ${day}, ${year}`, false],
      [`${day} ${month} ${year}`, false],
      [`${mon} ${day}, ${year}`, false],
      [`the ${ordinal(day)} of ${month} ${year}`, false],
      [date.toISOString().slice(0, 10), false],
      [`${weekday}, ${month} ${day}, ${year}`, true],
      [`${wkd} ${day} ${mon} ${year}`, true],
      [`${weekday.toLowerCase()} the ${ordinal(day)} of ${month.toLowerCase()} ${year}`, true],
    ];
    const [source, withWeekday] = forms[generator.int(forms.length)];
    return { source, target: (withWeekday ? targetWithDay : target).format(date) };
  };
}

const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });
const ordinal = (n: number): string => `${n}${SUFFIXES[ordinalRules.select(n)]}`;

function relativePhrases(locale: string): Phrases {
  const target = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return (generator) => {
    const amount = 1 + generator.int(99);
    const unit = UNITS[generator.int(UNITS.length)];
    const past = generator.int(2) === 0;
    const number = generator.int(2) === 0 ? String(amount) : inWords(amount);
    const phrase = `${number} ${unit}${amount === 1 ? '' : 's'}`;
    return {
      source: past ? `${phrase} ago` : `in ${phrase}`,
      target: target.format(past ? -amount : amount, unit),
    };
  };
}

function measurePhrases(locale: string): Phrases {
  const formats = MEASURES.map((unit) => {
    const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return [new Intl.NumberFormat('en-US', style), new Intl.NumberFormat(locale, style)] as const;
  });
  return (generator) => {
    const [english, target] = formats[generator.int(formats.length)];
    const amount = generator.int(generator.int(2) === 0 ? 100 : 10_000);
    return { source: english.format(amount), target: target.format(amount) };
  };
}

/** Without the invisible marks of writing direction, and with plain spaces: these differ between versions of Node. */
const plain = (text: string): string =>
  text.replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '').replace(/[\u00a0\u202f\u2009]/g, ' ');
