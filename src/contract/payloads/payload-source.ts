import { loadFixture } from '../../core/fixtures/fixtures.ts';
import { isObject } from '../../core/json/is-object.ts';
import { compactJsonText } from '../../core/json/tokens.ts';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import { withCreatedAt } from '../../core/logto/created-at.ts';
import type { EventName } from '../../core/logto/events.ts';
import { payloadForVersion } from '../../core/payload/for-version.ts';
import { createFakeIdentities, type FakeIdentities } from './fake-identities.ts';

export type PayloadObject = Record<string, unknown>;

/** An event, and which of its triggers caused it. */
export interface EventVariant {
  readonly event: EventName;
  readonly variant: string;
}

/** Creates payloads that no earlier delivery of the run had: new identities, a later time. */
export class PayloadSource {
  readonly #version: VersionText | undefined;
  #last = 0;

  /** @param version the Logto version whose fields payloads have; the newest unless given */
  constructor(version?: VersionText) {
    this.#version = version;
  }

  /** Returns a fixture as compact JSON, with the current time and new identities unless given. */
  text(
    { event, variant }: EventVariant,
    identities: FakeIdentities = createFakeIdentities(),
  ): string {
    const { payload, text } = loadFixture(event, variant);
    const older = this.forVersion(payload);
    const written = older === payload ? compactJsonText(text) : JSON.stringify(older);
    return withCreatedAt(identities(written), JSON.stringify(this.createdAt()));
  }

  /** Returns the payload as an object that may be changed. */
  object(subject: EventVariant, identities?: FakeIdentities): PayloadObject {
    return asObject(JSON.parse(this.text(subject, identities)));
  }

  /** Returns a payload without the fields that are newer than the version. */
  forVersion(payload: PayloadObject): PayloadObject {
    return this.#version === undefined ? payload : payloadForVersion(payload, this.#version);
  }

  /** Returns the current time, later than any returned before: some receivers detect duplicates by it. */
  createdAt(): string {
    this.#last = Math.max(Date.now(), this.#last + 1);
    return new Date(this.#last).toISOString();
  }
}

/** Returns the value if it is an object; an empty one otherwise. */
export function asObject(value: unknown): PayloadObject {
  return isObject(value) ? value : {};
}

/** Returns the user in a payload: its `user`, or the `data` of a user's event; undefined if it has none. */
export function userIn(payload: PayloadObject): PayloadObject | undefined {
  return [payload.user, payload.data]
    .filter(isObject)
    .find((entity) => 'primaryEmail' in entity && 'customData' in entity);
}

/** Returns the custom data in a payload, which may hold any value. */
export function customDataIn(payload: PayloadObject): PayloadObject | undefined {
  const entity = userIn(payload) ?? (isObject(payload.data) ? payload.data : undefined);
  return entity && isObject(entity.customData) ? entity.customData : undefined;
}

/** Fields of a user that are null until there is a value. */
const nullable = {
  username: 'grace',
  primaryEmail: 'grace@example.com',
  primaryPhone: '12025550187',
  name: 'Grace Hopper',
  avatar: 'https://example.com/avatars/grace.png',
  lastSignInAt: 1_772_446_530_412,
} as const;

/** Returns the payload without its application, and with null in all nullable fields of the user. */
export function withoutOptional(payload: PayloadObject): PayloadObject {
  const { application, ...rest } = structuredClone(payload);
  const user = userIn(rest);
  if (user) for (const key of Object.keys(nullable)) if (key in user) user[key] = null;
  return rest;
}

/** Returns the payload with all optional fields set. */
export function withOptional(payload: PayloadObject): PayloadObject {
  const { hookId, ...filled } = structuredClone(payload);
  const user = userIn(filled);
  if (user) for (const [key, value] of Object.entries(nullable)) user[key] ??= value;
  if ('user' in filled) {
    filled.application ??= {
      id: 'b7d3f1g5h9j2k6l4p8q0w',
      type: 'SPA',
      name: 'Shop',
      description: null,
    };
  }
  return { ...filled, hookId };
}

/** Sorts keys as PostgreSQL's jsonb does: shorter ones first, then by their bytes. */
export function inJsonbOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inJsonbOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareAsJsonb(a, b));
  return Object.fromEntries(entries.map(([key, member]) => [key, inJsonbOrder(member)]));
}

function compareAsJsonb(a: string, b: string): number {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length - second.length || first.compare(second);
}
