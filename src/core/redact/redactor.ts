import { mapJson } from '../json/tokens.ts';
import { settleKind } from './field-kinds.ts';
import { formatPlace, type Place, placeBelow, rootPlace, type Subject } from './field-rules.ts';
import type { PersonalKind } from './kinds.ts';
import { type Hidden, KnownValues } from './known-values.ts';
import { kindOf } from './patterns.ts';
import { isEventTime } from './pseudonyms/dates.ts';
import { isIdentifying, isTimeField, kindOfNumber } from './pseudonyms/numbers.ts';
import { mapSegments, type Segment } from './pseudonyms/path-segments.ts';

/** One place where something was replaced. */
export interface Replacement {
  /** Such as `user.primaryEmail`; a personal key in it is already replaced. */
  readonly path: string;
  readonly kind: PersonalKind;
}

/** Ids that every Logto has: they are not personal, and receivers compare with them. */
const builtInIds: ReadonlySet<string> = new Set([
  'default',
  'demo-app',
  'admin-console',
  'account-center',
]);

/**
 * The keys of OpenID Connect claims, which stay although their words may occur in personal data:
 * `streetAddress`.
 */
const claimKeys: ReadonlySet<string> = new Set([
  ...['familyName', 'givenName', 'middleName', 'nickname', 'preferredUsername', 'profile'],
  ...['website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'address', 'formatted'],
  ...['streetAddress', 'locality', 'region', 'postalCode', 'country'],
]);

/** In Logto's own fields, days are always those of events. */
const anyDay = { allowsDay: true } as const;

/** Reads a payload twice: all personal values must be known before any part of it is written. */
export class Redactor {
  readonly #subject: Subject;
  readonly #madeUp: RegExp | undefined;
  readonly #known: KnownValues;

  /** @param madeUp values that stay unchanged */
  constructor(subject: Subject, madeUp: RegExp | undefined, key: string) {
    this.#subject = subject;
    this.#madeUp = madeUp;
    this.#known = new KnownValues(key);
  }

  learn(text: string): void {
    mapJson(text, rootPlace(), {
      place: (parent, step) => placeBelow(parent, step, step, this.#subject),
      key: (source) => source,
      scalar: (source, place) => {
        const value = stringOf(source);
        if (value !== undefined) this.#learnString(value, place);
        return source;
      },
    });
  }

  rewrite(text: string): { text: string; replaced: Replacement[] } {
    const replaced: Replacement[] = [];
    const note = (place: Place, { kind }: Hidden) =>
      replaced.push({ path: formatPlace(place), kind });
    const rewritten = mapJson(text, rootPlace(), {
      place: (parent, step) => this.#placeBelow(parent, step),
      key: (source, parent) => {
        const key = stringOf(source) ?? '';
        const hidden = this.#hideKey(key, parent);
        if (!hidden) return source;
        note(this.#placeBelow(parent, key), hidden);
        return JSON.stringify(hidden.text);
      },
      scalar: (source, place) => {
        const value = stringOf(source);
        const hidden =
          value === undefined ? this.#hideNumber(source, place) : this.#hideString(value, place);
        if (!hidden || hidden.text === (value ?? source)) return source;
        note(place, hidden);
        return value === undefined ? hidden.text : JSON.stringify(hidden.text);
      },
    });
    return { text: rewritten, replaced };
  }

  #placeBelow(parent: Place, step: string | number): Place {
    const shown = typeof step === 'string' ? (this.#hideKey(step, parent)?.text ?? step) : step;
    return placeBelow(parent, step, shown, this.#subject);
  }

  #learnString(value: string, place: Place): void {
    const kind = this.#kindAt(value, place);
    if (kind) this.#known.learn(kind, value);
    if (place.rule !== 'path') return;
    mapSegments(value, this.#routeAt(place), (segment) => {
      const found = this.#kindOfSegment(segment);
      if (found) this.#known.learn(found, segment.text);
      return segment.text;
    });
  }

  #hideString(value: string, place: Place): Hidden | undefined {
    if (this.#isMadeUp(value)) return undefined;
    if (place.rule === 'fixed') {
      return isEventTime(value, anyDay) ? undefined : this.#known.hideInWord(value);
    }
    if (place.rule === 'path') return this.#hidePath(value, place);
    const kind = this.#kindAt(value, place);
    if (kind) return { kind, text: this.#known.replace(kind, value) };
    return place.rule === 'open' && !isEventTime(value, anyDay)
      ? this.#known.hideIn(value)
      : undefined;
  }

  /** Returns the kind of a whole string; undefined if it stays, or if only parts of it may be personal. */
  #kindAt(value: string, { rule, area, step }: Place): PersonalKind | undefined {
    if (value === '' || this.#isMadeUp(value) || rule === 'fixed' || rule === 'path') {
      return undefined;
    }
    if (rule === 'open') return isEventTime(value, anyDay) ? undefined : openKind(value);
    if (rule === 'id' && area !== 'free' && builtInIds.has(value)) return undefined;
    if (rule === 'text' && isEventTime(value, { allowsDay: isTimeField(String(step)) })) {
      return undefined;
    }
    return settleKind(rule, value);
  }

  #hidePath(path: string, place: Place): Hidden {
    let kind: PersonalKind = 'id';
    const text = mapSegments(path, this.#routeAt(place), (segment) => {
      const its = this.#kindOfSegment(segment);
      const hidden = its
        ? { kind: its, text: this.#known.replace(its, segment.text) }
        : segment.role === 'unknown' && this.#known.hideIn(segment.text);
      if (!hidden) return segment.text;
      kind = hidden.kind;
      return hidden.text;
    });
    return { kind, text };
  }

  #kindOfSegment({ text, role }: Segment): PersonalKind | undefined {
    if (role !== 'parameter' || builtInIds.has(text) || this.#isMadeUp(text)) return undefined;
    return settleKind('id', text);
  }

  /**
   * Returns the route to interpret a path with; a parameter contains only a part of the path, so it has none.
   */
  #routeAt({ area }: Place): string {
    return area === 'params' ? '' : this.#subject.route;
  }

  #hideNumber(source: string, place: Place): Hidden | undefined {
    const known =
      isIdentifying(source) && place.rule !== 'fixed' ? this.#known.get(source) : undefined;
    if (known && /^[1-9]\d*$/.test(known.text)) return known;
    const kind = kindOfNumber(source, place);
    return kind && { kind, text: this.#known.replaceNumber(kind, source) };
  }

  /**
   * Hides the personal parts of a key. Logto's own keys stay; others may be anything, such as an email address.
   */
  #hideKey(key: string, { area }: Place): Hidden | undefined {
    if (this.#isMadeUp(key) || claimKeys.has(key)) return undefined;
    const kind = kindOf(key);
    if (kind) return { kind, text: this.#known.replace(kind, key) };
    return area === 'free' || area === 'unknown' ? this.#known.hideInKey(key) : undefined;
  }

  #isMadeUp(value: string): boolean {
    return this.#madeUp?.test(value) ?? false;
  }
}

/**
 * Returns the kind of a text. A token has none: it may be an encoded known value, so it is searched like a
 * text.
 */
function openKind(value: string): PersonalKind | undefined {
  const kind = kindOf(value);
  return kind === 'token' ? undefined : kind;
}

/** Returns the string that JSON source text represents; undefined for other scalars. */
function stringOf(source: string): string | undefined {
  return source.startsWith('"') ? String(JSON.parse(source)) : undefined;
}
