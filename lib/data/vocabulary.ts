import { Tensor } from '../tensor';

/** The token that fills up short texts. */
export const PAD = 0;
/** The token before a text: the first input of a decoder. */
export const START = 1;
/** The token after a text: what a decoder says when it is done. */
export const END = 2;
const SPECIALS = 3;

/** Made when it is needed: it takes as long as the whole rest of the library. */
let segmenter: Intl.Segmenter | undefined;

/**
 * What a reader sees as one character each: a letter with its marks, an emoji with its skin colour. Splitting by
 * code units or code points would tear them apart.
 */
export const graphemes = (text: string): string[] => {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
};

/** What stands around a text. */
export interface EncodeOptions {
  /** Put the start token before the text, as the input of a decoder; false unless told otherwise. */
  start?: boolean;
  /** Put the end token after the text, as the target of a decoder; false unless told otherwise. */
  end?: boolean;
}

/** What stands around texts, and how long they become. */
export interface EncodeBatchOptions extends EncodeOptions {
  /** Pad up to this length; that of the longest text (with its tokens) unless told otherwise. */
  length?: number;
}

/** The characters of some texts, numbered: 0 is padding, 1 the start, 2 the end, and characters come from 3 on. */
export class Vocabulary {
  /** Sorted by code point. The number of characters[i] is i + 3. */
  readonly characters: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;

  /** @param texts all texts to come, test texts included: a character that is not there has no number */
  constructor(texts: Iterable<string>) {
    const seen = new Set<string>();
    for (const text of texts) for (const character of graphemes(text.normalize())) seen.add(character);
    // By code unit, not by locale: the numbers must be the same on every machine.
    this.characters = Object.freeze([...seen].sort());
    this.#numbers = new Map(this.characters.map((character, i) => [character, i + SPECIALS]));
  }

  /** How many tokens there are, the three special ones included: the size of an embedding. */
  get size(): number {
    return this.characters.length + SPECIALS;
  }

  /** The tokens of a text (NFC). @throws on a character that the vocabulary does not have, naming it */
  encode(text: string, { start = false, end = false }: EncodeOptions = {}): number[] {
    const tokens = graphemes(text.normalize()).map((character) => {
      const token = this.#numbers.get(character);
      if (token === undefined) {
        throw new RangeError(
          `Vocabulary.encode: '${character}' of '${text}' is not among the ${this.characters.length} characters of the vocabulary; ` +
            'make it of all texts, test texts included',
        );
      }
      return token;
    });
    return [...(start ? [START] : []), ...tokens, ...(end ? [END] : [])];
  }

  /**
   * Texts as int32 tokens of [texts, length], the short ones filled up with padding.
   * @throws on a length that is too short, and on a character that the vocabulary does not have
   */
  encodeBatch(texts: readonly string[], { length, ...options }: EncodeBatchOptions = {}): Tensor {
    const rows = texts.map((text) => this.encode(text, options));
    const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const width = length ?? longest;
    if (!Number.isInteger(width) || width < longest) {
      throw new RangeError(
        `Vocabulary.encodeBatch: the longest text has ${longest} tokens, which do not fit in length ${width}`,
      );
    }
    const data = new Int32Array(texts.length * width).fill(PAD);
    rows.forEach((row, i) => {
      data.set(row, i * width);
    });
    return new Tensor({ dtype: 'int32', shape: [texts.length, width], data });
  }

  /** The text of tokens, up to the first end token; start and padding are left out. @throws on other numbers */
  decode(tokens: Tensor | ArrayLike<number>): string {
    const list = Array.from(tokens instanceof Tensor ? tokens.data : tokens);
    const end = list.indexOf(END);
    return (end < 0 ? list : list.slice(0, end))
      .filter((token) => token !== PAD && token !== START)
      .map((token) => {
        const character = this.characters[token - SPECIALS];
        if (character === undefined)
          throw new RangeError(`Vocabulary.decode: ${token} is not one of the tokens 0 … ${this.size - 1}`);
        return character;
      })
      .join('');
  }
}
