import { UsageError } from '../errors.ts';
import type { Trigger, VersionText } from './catalog/entry.ts';
import { catalog } from './catalog.ts';
import { type EventName, eventNames } from './events.ts';

/** The newest Logto version that this catalog describes. */
export const newestVersion: VersionText = '1.43';

/** The first version that signs its webhooks. */
const oldestVersion: VersionText = '1.5';

/**
 * Parses a Logto version such as `1.36`, `1.36.0` or `v1.36.0-rc.1`; patch releases are all alike.
 * @param source where the text is from, for the error
 * @throws UsageError for anything else, and for versions without signed webhooks
 */
export function parseLogtoVersion(text: string, source?: string): VersionText {
  const match = /^v?(\d{1,4})\.(\d{1,4})(?:\.\d+)?(?:[-+][\w.-]+)?$/.exec(text.trim());
  const version: VersionText = `${Number(match?.[1])}.${Number(match?.[2])}`;
  if (!match || !isAtLeast(version, oldestVersion)) {
    throw new UsageError(
      `${source ? `${source}: ` : ''}'${text}' is not a Logto version with signed webhooks.`,
      `Use ${oldestVersion} or later, such as ${newestVersion}.`,
    );
  }
  return version;
}

/** Returns whether a version is `minimum` or later. */
export function isAtLeast(version: VersionText, minimum: VersionText): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = minimum.split('.').map(Number);
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor);
}

/**
 * Returns the events that a version sends, in the order of `eventNames`.
 * @param devFeatures whether the server runs with dev features enabled; a stock server does not
 */
export function eventsOfVersion(
  version: VersionText = newestVersion,
  { devFeatures = false } = {},
): EventName[] {
  return eventNames.filter((name) => {
    const { since, devFeature } = catalog[name];
    return isAtLeast(version, since) && (devFeatures || !devFeature);
  });
}

/** Returns the variants of an event that a version sends, the default first. */
export function variantsOfVersion(event: EventName, version: VersionText): string[] {
  const triggers: readonly Trigger[] = catalog[event].triggers;
  return triggers
    .filter(({ since }) => since === undefined || isAtLeast(version, since))
    .map(({ variant }) => variant);
}

/**
 * Checks that a version has an event.
 * @throws UsageError if the event is newer
 */
export function requireEventIn(version: VersionText, event: EventName): void {
  const { since } = catalog[event];
  if (isAtLeast(version, since)) return;
  throw new UsageError(`Logto ${version} has no ${event}.`, `Use --logto ${since} or later.`);
}

/**
 * Checks that a version has a variant of an event; variants outside the catalog pass.
 * @throws UsageError if the variant is newer
 */
export function requireVariantIn(version: VersionText, event: EventName, variant: string): void {
  const triggers: readonly Trigger[] = catalog[event].triggers;
  const since = triggers.find((trigger) => trigger.variant === variant)?.since;
  if (since === undefined || isAtLeast(version, since)) return;
  throw new UsageError(
    `Logto ${version} has no variant '${variant}' of ${event}.`,
    `Use --logto ${since} or later.`,
  );
}

/**
 * Returns how often a version retries after a status of 500 or above: up to 1.42 never, later up to 3 times
 * (logto-io/logto#9410).
 */
export function retriesOfVersion(version: VersionText): number {
  return isAtLeast(version, '1.43') ? 3 : 0;
}

interface YoungField {
  readonly since: VersionText;
  readonly events: RegExp;
  readonly paths: readonly string[];
}

const interactions = /^Post/;
const organizations = /^Organization\.(?:Created|Data\.Updated)$/;

/** Fields that are newer than the events that carry them (tags and packages of Logto). */
const youngFields: readonly YoungField[] = [
  { since: '1.15', events: interactions, paths: ['user.profile', 'user.updatedAt'] },
  { since: '1.18', events: /^User\.Deleted$/, paths: ['data'] },
  { since: '1.32', events: organizations, paths: ['data.color', 'data.customCss'] },
  {
    since: '1.40',
    events: /^Organization\.Membership\.Updated$/,
    paths: ['addedUserIds', 'removedUserIds', 'addedApplicationIds', 'removedApplicationIds'],
  },
  { since: '1.43', events: /./, paths: ['cimdClientId'] },
  { since: '1.43', events: interactions, paths: ['user.cimdClientId'] },
  { since: '1.43', events: /^User\./, paths: ['data.cimdClientId'] },
  { since: '1.43', events: organizations, paths: ['data.isTrustedDeviceAllowed'] },
];

/**
 * Returns the first version with a field, if the field is newer than its event.
 * @param path such as `data.color`
 */
export function fieldSince(event: EventName, path: string): VersionText | undefined {
  const found = youngFields.find(({ events, paths }) => events.test(event) && paths.includes(path));
  return found && !isAtLeast(catalog[event].since, found.since) ? found.since : undefined;
}

/** Returns the paths of an event's fields that a version does not have yet. */
export function fieldsAfterVersion(event: EventName, version: VersionText): string[] {
  return youngFields
    .filter(({ since, events }) => events.test(event) && !isAtLeast(version, since))
    .flatMap(({ paths }) => paths);
}
