import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue, type Variant } from './catalogue.ts';
import { systemCode, UsageError } from './errors.ts';
import { unknownEvent } from './event-patterns.ts';
import { type EventName, isEventName } from './events.ts';
import { once } from './once.ts';
import type { Payload as PayloadOf } from './payload/schemas.ts';
import { suggest } from './suggest.ts';

/** A payload that stands for what Logto sends. */
export interface Fixture {
  readonly event: string;
  readonly variant: string;
  /** Keys in the order Logto sends them. */
  readonly payload: Payload;
  /** The same as it is written, with numbers that JavaScript would round. */
  readonly text: string;
}

type Payload = Record<string, unknown>;

interface FixtureFile {
  readonly variant: string;
  /** Holds the file as `<event>/<variant>.json`. */
  readonly directory: string;
}

/** Two levels up from src/core and the bundled dist/cli and dist/library alike. */
const builtIn = once(() => path.join(import.meta.dirname, '../../fixtures'));

/**
 * The payload of a built-in fixture, for tests of a receiver: a fresh object that is the caller's to change.
 * @param variant which of the event's triggers made it; the first in the catalogue unless given
 * @throws UsageError for an event or variant that does not exist
 */
export function fixture<Name extends EventName>(
  event: Name,
  variant?: Variant<Name>,
): PayloadOf<Name> {
  const { payload } = loadFixture(event, variant);
  if (!isPayloadOf(payload, event)) throw new UsageError(`A fixture of ${event} is of another.`);
  return payload;
}

/** By name alone: that the rest holds too is tested for every built-in fixture. */
function isPayloadOf<Name extends EventName>(
  payload: { event?: unknown },
  event: Name,
): payload is PayloadOf<Name> {
  return payload.event === event;
}

/**
 * Reads a fixture.
 * @param variant the event's default unless given
 * @param directories the user's own, laid out like the built-in `<Event>/<variant>.json`; the first
 * that has the variant wins, and all of them win over the built-in
 * @throws UsageError for an unknown event or variant, and for a file that cannot be read
 */
export function loadFixture(
  event: string,
  variant?: string,
  directories: readonly string[] = [],
): Fixture {
  const found = findFixture(event, variant, directories);
  const file = path.join(found.directory, event, `${found.variant}.json`);
  return { event, variant: found.variant, ...readPayload(file) };
}

function findFixture(
  event: string,
  variant: string | undefined,
  directories: readonly string[],
): FixtureFile {
  // Where it is named, the thousands beside it need not be read.
  if (variant !== undefined) {
    const directory = directories.find((one) => hasVariant(one, event, variant));
    if (directory !== undefined) return { variant, directory };
  }
  const files = findFixtures(event, directories);
  const found = variant === undefined ? files[0] : files.find((file) => file.variant === variant);
  if (!found) throw unknownVariant(event, variant ?? '', files);
  return found;
}

/**
 * The variants of an event, the default first: those of `directories`, then the built-in ones.
 * @throws UsageError for an unknown event, and for a directory that cannot be read
 */
export function fixtureVariants(event: string, directories: readonly string[] = []): string[] {
  return findFixtures(event, directories).map(({ variant }) => variant);
}

function findFixtures(event: string, directories: readonly string[]): FixtureFile[] {
  const known = isEventName(event) ? catalogue[event].triggers.map(({ variant }) => variant) : [];
  const own = directories.flatMap((directory) => {
    const variants = listVariants(directory, event);
    const inOrder = [...known.filter((variant) => variants.has(variant)), ...[...variants].sort()];
    return inOrder.map((variant) => ({ variant, directory }));
  });
  const all = [...own, ...known.map((variant) => ({ variant, directory: builtIn() }))];
  if (all.length === 0) throw unknownEvent(event);
  const firsts = new Map<string, FixtureFile>();
  for (const file of all) if (!firsts.has(file.variant)) firsts.set(file.variant, file);
  return [...firsts.values()];
}

/** Whether a user's directory has this variant of an event. */
function hasVariant(directory: string, event: string, variant: string): boolean {
  const isPlain = path.basename(variant) === variant;
  const file = path.join(directory, event, `${variant}.json`);
  return hasEvent(directory, event) && isPlain && existsSync(file);
}

/** The variants a user's directory has of an event, in no order; none where it has no such event. */
function listVariants(directory: string, event: string): Set<string> {
  if (!hasEvent(directory, event)) return new Set();
  const files = list(path.join(directory, event)).filter((file) => file.endsWith('.json'));
  return new Set(files.map((file) => file.slice(0, -'.json'.length)));
}

/** An event's name comes from the command line, too, and must not lead out of the directory. */
function hasEvent(directory: string, event: string): boolean {
  return list(directory).includes(event) && /^[A-Za-z][\w.-]*$/.test(event);
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw new UsageError(
      `The fixtures in ${directory} cannot be read (${systemCode(error) ?? String(error)}).`,
      'Name a directory with files like User.Created/management-api.json.',
      { cause: error },
    );
  }
}

function readPayload(file: string): { payload: Payload; text: string } {
  try {
    const text = readFileSync(file, 'utf8');
    const payload: unknown = JSON.parse(text);
    if (isObject(payload)) return { payload, text };
  } catch (error) {
    const why = systemCode(error) ?? (error instanceof Error ? error.message : String(error));
    const remedy = file.startsWith(builtIn() + path.sep)
      ? 'It comes with logto-hooks: install that anew, and leave it out of bundles.'
      : 'Mend or remove it.';
    throw new UsageError(`${file} cannot be read (${why}).`, remedy, { cause: error });
  }
  throw new UsageError(`${file} is not a payload.`, 'A payload is a JSON object.');
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Variants that one message names. */
const maxNamed = 20;

function unknownVariant(event: string, variant: string, files: readonly FixtureFile[]): UsageError {
  const variants = files.map((file) => file.variant);
  const guess = suggest(variant, variants);
  const hint = guess === undefined ? '' : `Did you mean ${guess}? `;
  const more = variants.length - maxNamed;
  const named = variants.slice(0, maxNamed).join(', ');
  return new UsageError(
    `${event} has no variant '${variant}'.`,
    `${hint}It has ${named}${more > 0 ? ` and ${more} more` : ''}.`,
  );
}
