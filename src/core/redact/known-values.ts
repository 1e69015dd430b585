import { findEncoded } from './encodings.ts';
import type { PersonalKind } from './kinds.ts';
import { findPersonal, type Match } from './patterns.ts';
import { pseudonym } from './pseudonyms/pseudonym.ts';

/** The replacement of a personal value. */
export interface Hidden {
  readonly kind: PersonalKind;
  readonly text: string;
}

/** Shorter values are found only as whole words: `ada` is not replaced in `metadata`. */
const unmistakable = 6;
/** Longer values are not searched for in other texts. */
const longest = 256;

/** Scripts without spaces between words, so that a name has no boundaries. */
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Too common to be searched for elsewhere: `en`, `Europe/London`. */
const unsought: ReadonlySet<PersonalKind> = new Set(['locale', 'time-zone']);
/** Shorter user agents identify nobody: `node`, `okhttp/4.9.2`. */
const leastUserAgent = 20;

/** The most levels of encodings within encodings that are read. */
const deepestEncoding = 3;

/** A part of a text, and its replacement if that is known already. */
interface Part extends Match {
  readonly text?: string;
}

/** The personal values of one payload and their replacements, wherever they occur. */
export class KnownValues {
  readonly #key: string;
  readonly #values = new Map<string, Hidden>();
  /** Cached: a list of ids may be long, and each is looked up more than once. */
  readonly #pseudonyms = new Map<string, string>();
  /** The values that are searched for in texts, the longest first. */
  #lengths: number[] = [];

  constructor(key: string) {
    this.#key = key;
  }

  /** Adds a value. It keeps its first kind, unless that was text, the least certain one. */
  learn(kind: PersonalKind, value: string): void {
    if (unsought.has(kind)) return;
    if (kind === 'user-agent' && value.length < leastUserAgent) return;
    this.#remember(kind, value);
    if (kind === 'phone') this.#remember(kind, value.replace(/\D/g, ''));
    if (kind === 'name' || kind === 'given-name' || kind === 'family-name') {
      this.#learnWords(kind, value);
    }
  }

  /** Returns the replacement of a whole string, if it is a known value. */
  get(value: string): Hidden | undefined {
    return this.#values.get(fold(value));
  }

  /** Returns the pseudonym of a value that is a whole field. */
  replace(kind: PersonalKind, value: string): string {
    const known = kind === 'text' ? this.get(value) : undefined;
    return known?.text ?? this.#pseudonym(kind, value);
  }

  /** Returns a pseudonym with as many digits. */
  replaceNumber(kind: PersonalKind, source: string): string {
    return this.#pseudonym(kind === 'date' ? kind : 'phone', source);
  }

  /** Returns the text with all known and personal-looking parts replaced; undefined if it has none. */
  hideIn(text: string): Hidden | undefined {
    return this.#hideIn(text, 0);
  }

  /**
   * Does the same for a word of Logto's. It is not compared with known values: it may be a username by chance.
   */
  hideInWord(word: string): Hidden | undefined {
    return this.#hideParts(word, findPersonal(word));
  }

  #hideIn(text: string, depth: number): Hidden | undefined {
    const known = this.get(text);
    if (known) return known;
    const encoded = depth < deepestEncoding ? this.#encodedParts(text, depth) : [];
    return this.#hideParts(text, [...encoded, ...findPersonal(text), ...this.#matches(text)]);
  }

  /** Returns the parts that are personal when decoded; their pseudonyms get the same encoding. */
  #encodedParts(text: string, depth: number): Part[] {
    return findEncoded(text).flatMap(({ start, end, decoded, encode }) => {
      const hidden = this.#hideIn(decoded, depth + 1);
      return hidden ? [{ start, end, kind: hidden.kind, text: encode(hidden.text) }] : [];
    });
  }

  /**
   * Does the same for a key, except for words from custom data, because keys belong to the tenant, not to a
   * user.
   */
  hideInKey(key: string): Hidden | undefined {
    const known = this.#matches(key).filter(({ kind }) => kind !== 'text');
    return this.#hideParts(key, [...this.#encodedParts(key, 0), ...findPersonal(key), ...known]);
  }

  /** Replaces the matches; of overlapping ones, the first that starts, and of those the longest. */
  #hideParts(text: string, matches: Part[]): Hidden | undefined {
    const found = matches.sort((one, other) => one.start - other.start || other.end - one.end);
    const [first] = found;
    if (!first) return undefined;
    let hidden = '';
    let position = 0;
    for (const { start, end, kind, text: replacement } of found) {
      if (start < position) continue;
      const part = text.slice(start, end);
      hidden += text.slice(position, start);
      hidden += replacement ?? this.get(part)?.text ?? this.#pseudonym(kind, part);
      position = end;
    }
    return { kind: first.kind, text: hidden + text.slice(position) };
  }

  #pseudonym(kind: PersonalKind, value: string): string {
    const words = `${kind} ${value}`;
    const made = this.#pseudonyms.get(words) ?? pseudonym(kind, value, this.#key);
    this.#pseudonyms.set(words, made);
    return made;
  }

  #learnWords(kind: 'name' | 'given-name' | 'family-name', name: string): void {
    const words = name.split(/\s+/).filter((word) => word !== '');
    for (const [index, word] of words.entries()) {
      const isLast = index > 0 && index === words.length - 1;
      const part = kind === 'name' ? (isLast ? 'family-name' : 'given-name') : kind;
      this.#remember(part, word);
      // A text may contain the word without its punctuation.
      this.#remember(part, word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
    }
  }

  #remember(kind: PersonalKind, value: string): void {
    const normal = fold(value);
    const earlier = this.#values.get(normal);
    if (normal === '' || (earlier && (earlier.kind !== 'text' || kind === 'text'))) return;
    this.#values.set(normal, { kind, text: this.#pseudonym(kind, value) });
    const { length } = normal;
    const least = kind === 'text' ? unmistakable : spaceless.test(normal) ? 2 : 3;
    if (length < least || length > longest || this.#lengths.includes(length)) return;
    this.#lengths = [...this.#lengths, length].sort((one, other) => other - one);
  }

  #matches(text: string): Match[] {
    const found: Match[] = [];
    if (this.#lengths.length === 0) return found;
    const lower = fold(text);
    let start = 0;
    while (start < lower.length) {
      const match = this.#matchAt(lower, start);
      if (match) found.push(match);
      start = match?.end ?? start + 1;
    }
    return found;
  }

  #matchAt(lower: string, start: number): Match | undefined {
    const begins = !isWordPart(lower[start - 1]) || spaceless.test(lower[start] ?? '');
    for (const length of this.#lengths) {
      if (!begins && length < unmistakable) return undefined;
      const end = start + length;
      const known = end > lower.length ? undefined : this.#values.get(lower.slice(start, end));
      if (!known) continue;
      const ends = !isWordPart(lower[end]) || spaceless.test(lower[end - 1] ?? '');
      const isUnmistakable = length >= unmistakable && known.kind !== 'text';
      if (isUnmistakable || (begins && ends)) return { start, end, kind: known.kind };
    }
    return undefined;
  }
}

/** Returns the text in lower case with the same length: İ is the only letter whose lower case is longer. */
function fold(text: string): string {
  return text.replaceAll('İ', 'I').toLowerCase();
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
