import { suggestedWord } from '../cli/output/text/shell.ts';
import { isTargetWord } from '../cli/target-word.ts';
import { errorMessage, UsageError } from '../core/errors.ts';
import { type Fixture, loadFixture } from '../core/fixtures/fixtures.ts';
import { decodeJson } from '../core/json/decode-json.ts';
import { compactJsonText, mapJson } from '../core/json/tokens.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { selectEvents } from '../core/logto/event-patterns.ts';
import { isEventName } from '../core/logto/events.ts';
import { freshMessage, frozenMessage } from '../core/logto/message.ts';
import { loadScenario } from '../core/logto/scenarios.ts';
import type { Outgoing } from '../core/logto/signed-request.ts';
import { requireEventIn, requireVariantIn } from '../core/logto/versions.ts';
import { pathsAfterVersion } from '../core/payload/for-version.ts';
import type { EditedPayload } from './apply-edits.ts';
import type { PayloadEdits } from './edits.ts';

/** What to send. Exactly one source is given. */
export interface SendPlan {
  readonly patterns: readonly string[];
  readonly all: boolean;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
  /** A whole payload, read as JSON. */
  readonly data: Buffer | undefined;
  /** Exact bytes. */
  readonly raw: Buffer | undefined;
  /** Directories of recorded fixtures, which win over the built-in ones. */
  readonly fixtures: readonly string[];
  /** The Logto version whose events and fields are sent; undefined for the newest. */
  readonly logto: VersionText | undefined;
  readonly edits: PayloadEdits;
  /** Whether the fixture's own `createdAt` is kept. */
  readonly frozen: boolean;
}

/** A delivery, and a warning line for each odd value in its payload. */
interface Planned {
  readonly outgoing: Outgoing;
  readonly warnings: readonly string[];
}

interface PlannedDeliveries {
  /** In the order in which they are sent. */
  readonly outgoing: readonly Outgoing[];
  readonly warnings: readonly string[];
}

/**
 * Plans the deliveries that the options ask for.
 * @throws UsageError for unknown events, variants, scenarios and paths, for invalid JSON, and for sources
 *   that exclude each other
 */
export async function planDeliveries(plan: SendPlan): Promise<PlannedDeliveries> {
  checkSources(plan);
  const planned = await planEach(plan);
  return {
    outgoing: planned.map(({ outgoing }) => outgoing),
    warnings: [...new Set(planned.flatMap(({ warnings }) => warnings))],
  };
}

async function planEach(plan: SendPlan): Promise<Planned[]> {
  if (plan.raw) return [{ outgoing: planRaw(plan.raw, plan.edits), warnings: [] }];
  if (plan.data) return [await planData(plan.data, plan.edits)];
  return Promise.all(chooseFixtures(plan).map((fixture) => planFixture(fixture, plan)));
}

/** Rejects a URL, a port or the name of a file in place of an event. */
function refuseOtherWords(patterns: readonly string[]): void {
  if (patterns.some(isTargetWord)) {
    throw new UsageError('A URL or port is not an event.', 'Pass it with --to.');
  }
  const file = patterns.find((pattern) => pattern === '-' || /\.json$|[\\/]/i.test(pattern));
  if (file === undefined) return;
  const example = suggestedWord(file, '<file>');
  throw new UsageError(`'${file}' is not an event.`, `Send a file with --data ${example}.`);
}

function checkSources({ patterns, all, scenario, data, raw, variant, frozen }: SendPlan): void {
  const given = [
    patterns.length > 0 && 'events',
    all && '--all',
    scenario !== undefined && '--scenario',
    data && '--data',
    raw && '--raw',
  ].filter((source) => source !== false && source !== undefined);
  refuseOtherWords(patterns);
  if (given.length === 0) {
    throw new UsageError(
      'No event given.',
      "Pass a name such as PostRegister, or --all; 'logto-hooks events' lists them.",
    );
  }
  if (given.length > 1) {
    throw new UsageError(`${given.join(' and ')} cannot be combined.`, 'Use one of them.');
  }
  if (variant !== undefined && patterns.length === 0) {
    throw new UsageError(
      '--variant needs an event.',
      'For example: send User.Created --variant register.',
    );
  }
  if (frozen && (data || raw)) {
    throw new UsageError(
      '--frozen applies to fixtures only.',
      '--data and --raw are never changed.',
    );
  }
}

function chooseFixtures({ patterns, scenario, variant, fixtures, logto }: SendPlan): Fixture[] {
  if (scenario !== undefined) {
    return loadScenario(scenario).steps.map((step) =>
      loadFixture(step.event, step.variant, fixtures),
    );
  }
  const { events } = selectEvents(patterns.length > 0 ? patterns : '*', logto);
  return events.map((event) => loadFixture(event, variant, fixtures));
}

/** Returns a fixture without the fields that are newer than the version. */
async function fixtureOfVersion(
  fixture: Fixture,
  logto: VersionText | undefined,
): Promise<Fixture> {
  const { event, variant, payload, text } = fixture;
  if (logto === undefined || !isEventName(event)) return fixture;
  requireEventIn(logto, event);
  requireVariantIn(logto, event, variant);
  const paths = pathsAfterVersion(payload, logto);
  if (paths.length === 0) return fixture;
  const { toEditableTree, unsetNode, writeCompact } = await import('../core/payload/edit-tree.ts');
  const older = paths.reduce(unsetNode, toEditableTree(text));
  return { ...fixture, text: writeCompact(older) };
}

async function planFixture(fixture: Fixture, { edits, frozen, logto }: SendPlan): Promise<Planned> {
  const { event, variant, text: source } = await fixtureOfVersion(fixture, logto);
  const { text, warnings } = await edit(source, edits, compactJsonText);
  // A date that the user has set or removed is not renewed.
  const isFixed =
    frozen || edits.list.some(({ path }) => path.length === 1 && path[0] === 'createdAt');
  const message = isFixed ? frozenMessage(Buffer.from(text)) : freshMessage(text);
  return { outgoing: { event, variant, message }, warnings };
}

async function planData(data: Buffer, edits: PayloadEdits): Promise<Planned> {
  const { source, payload } = parseData(data);
  const { text, warnings } = await edit(source, edits, compactPayloadText);
  const message = frozenMessage(Buffer.from(text));
  return { outgoing: { event: eventOf(payload), variant: null, message }, warnings };
}

/** Applies the edits. @param compact writes the payload if there are no edits */
async function edit(
  text: string,
  edits: PayloadEdits,
  compact: (text: string) => string,
): Promise<EditedPayload> {
  if (edits.list.length === 0) return { text: compact(text), warnings: [] };
  const { applyEdits } = await import('./apply-edits.ts');
  return applyEdits(text, edits);
}

/** Returns compact JSON with strings as Logto writes them; numbers stay as they are, also beyond 2^53. */
function compactPayloadText(text: string): string {
  const rewrite = (source: string) => JSON.stringify(JSON.parse(source));
  return mapJson(compactJsonText(text), null, {
    place: () => null,
    key: rewrite,
    scalar: (source) => (source.startsWith('"') ? rewrite(source) : source),
  });
}

function planRaw(raw: Buffer, edits: PayloadEdits): Outgoing {
  if (edits.list.length > 0) {
    throw new UsageError('--set and --unset cannot change --raw bytes.', 'Use --data instead.');
  }
  return { event: eventOfBytes(raw), variant: null, message: frozenMessage(raw) };
}

function parseData(data: Buffer): { source: string; payload: Record<string, unknown> } {
  let source: string;
  let payload: unknown;
  try {
    source = decodeJson(data);
    payload = JSON.parse(source);
  } catch (error) {
    const reason = errorMessage(error);
    throw new UsageError(`--data is not JSON: ${reason}.`, 'Use --raw to send any bytes.');
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new UsageError('--data is not a JSON object.', 'Use --raw to send any bytes.');
  }
  return { source, payload: { ...payload } };
}

function eventOfBytes(raw: Buffer): string | null {
  try {
    return eventOf(JSON.parse(raw.toString()));
  } catch {
    return null;
  }
}

function eventOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('event' in payload)) return null;
  return typeof payload.event === 'string' ? payload.event : null;
}
