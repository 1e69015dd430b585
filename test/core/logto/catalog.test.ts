import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureVariants, loadFixture } from '../../../src/core/fixtures/fixtures.ts';
import { variantOf } from '../../../src/core/fixtures/variant.ts';
import type { EventEntry, Trigger } from '../../../src/core/logto/catalog/entry.ts';
import { catalog } from '../../../src/core/logto/catalog.ts';
import { type EventName, eventNames } from '../../../src/core/logto/events.ts';
import { logtoJson } from '../../../src/core/logto/serialize.ts';
import { jsonbOrder } from '../../helpers/json-stacks.ts';
import { eventDeliveries } from '../../helpers/payloads.ts';

type Fields = Record<string, unknown>;

const directory = path.resolve(import.meta.dirname, '../../../fixtures');
const entries: readonly (readonly [EventName, EventEntry])[] = eventNames.map((event) => [
  event,
  catalog[event],
]);
const triggers = entries.flatMap(([event, entry]) =>
  entry.triggers.map((trigger): [EventName, string, Trigger] => [event, trigger.variant, trigger]),
);
/** Password resets that reach a limit have the shape of sign-ins that do. */
const uncaptured = ['Identifier.Lockout/reset-password', 'Message.RateLimited/reset-password'];
const captured = triggers.filter(([event, variant]) => !uncaptured.includes(`${event}/${variant}`));

/** Returns the parsed payloads of a variant's captured deliveries. */
function capturedPayloads(event: EventName, variant: string): Fields[] {
  return eventDeliveries
    .filter((delivery) => delivery.event === event)
    .map(({ body }): Fields => JSON.parse(body))
    .filter((payload) => variantOf(payload) === variant);
}

/** Keys in order and the types of values, except for null and the contents of free-form objects. */
function shapeOf(value: unknown, key = '', freeForm = ''): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  const isFreeForm = /^(customData|identities|profile|color|branding|details)$/.test(key);
  if (isFreeForm || key === freeForm) return '{}';
  return Object.entries(value).map(([name, item]) => [name, shapeOf(item, name, freeForm)]);
}

/** Returns a shape in which nullable values of Logto's entities have no type. */
function comparable(payload: Fields): unknown {
  const freeForm = /custom-data|profile/.test(String(payload.matchedRoute)) ? 'data' : '';
  const nullable =
    /"(username|primaryEmail|primaryPhone|name|avatar|lastSignInAt|applicationId|cimdClientId|description|customCss)","\w+"/g;
  return JSON.parse(
    JSON.stringify(shapeOf(payload, '', freeForm)).replace(nullable, '"$1","nullable"'),
  );
}

/** Returns a shape without the lists of IDs, because a change may fill any of them. */
function withoutLists(payload: Fields): unknown {
  const lists = /^(?:added|removed)(?:User|Application)Ids$/;
  return comparable(
    Object.fromEntries(Object.entries(payload).filter(([key]) => !lists.test(key))),
  );
}

describe('catalog', () => {
  it('lists the events in the order of their names', () => {
    expect(Object.keys(catalog)).toEqual([...eventNames]);
  });

  it.each(entries)(
    'describes %s in whole sentences',
    (_, { meaning, fires, use, triggers: all }) => {
      for (const text of [meaning, fires, use, ...all.flatMap(({ note }) => note ?? [])]) {
        expect(text).toMatch(/^[\p{Lu}\d].+\.$|^(data|params|revokedGrantIds)\b.+\.$/u);
      }
    },
  );

  it('marks the events behind the dev-features flag', () => {
    const hidden = entries.filter(([, { devFeature }]) => devFeature).map(([event]) => event);
    expect(hidden).toEqual(['TrustedDevice.Created', 'TrustedDevice.Deleted']);
  });

  it.each(entries)('starts the triggers of %s with one as old as the event', (_, entry) => {
    expect(entry.triggers[0].since).toBeUndefined();
  });
});

describe('the built-in fixtures', () => {
  it('are one per trigger', () => {
    const files = readdirSync(directory).flatMap((event) =>
      readdirSync(path.join(directory, event)).map((file) => `${event}/${file}`),
    );
    expect(files.sort()).toEqual(
      triggers.map(([event, variant]) => `${event}/${variant}.json`).sort(),
    );
  });

  it.each(entries)('of %s start with the first trigger', (event, entry) => {
    expect(fixtureVariants(event)[0]).toBe(entry.triggers[0].variant);
    expect(loadFixture(event).variant).toBe(entry.triggers[0].variant);
  });

  it.each(triggers)(
    'include %s/%s with the event and route of the trigger',
    (event, variant, trigger) => {
      const { payload } = loadFixture(event, variant);
      const { method, matchedRoute } = payload;
      expect(payload.event).toBe(event);
      if ('route' in trigger) expect(`${method} ${matchedRoute}`).toBe(trigger.route);
      else expect(payload).not.toHaveProperty('matchedRoute');
    },
  );

  it.each(captured)('include %s/%s with the shape of a real delivery', (event, variant) => {
    const { payload } = loadFixture(event, variant);
    const real = capturedPayloads(event, variant).map(comparable);
    expect(real).toContainEqual(comparable(payload));
  });

  it.each(captured)('cover every real delivery of %s/%s', (event, variant) => {
    const { payload } = loadFixture(event, variant);
    for (const real of capturedPayloads(event, variant)) {
      expect(withoutLists(real)).toEqual(withoutLists(payload));
    }
  });

  it.each(triggers)("include %s/%s in Logto's key order", (event, variant) => {
    const { payload } = loadFixture(event, variant);
    const restored = logtoJson(jsonbOrder(payload) as Fields).toString();
    expect(restored).toBe(JSON.stringify(payload));
  });

  it.each(triggers)('include %s/%s as two-space JSON with a final newline', (event, variant) => {
    const text = readFileSync(path.join(directory, event, `${variant}.json`), 'utf8');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('share the same IDs', () => {
    const seen = new Map<string, Set<unknown>>();
    for (const [event, variant] of triggers) {
      const { params = {}, data = {}, ...payload } = loadFixture(event, variant).payload;
      for (const [key, value] of Object.entries({ ...Object(params), ...payload })) {
        if (/Id$/.test(key)) seen.set(key, (seen.get(key) ?? new Set()).add(value));
      }
      const { entity } = catalog[event];
      const id = Object(payload.user).id ?? Object(data).id ?? Object(params).id;
      if (entity && id && !String(payload.matchedRoute).includes('invitation')) {
        seen.set(entity, (seen.get(entity) ?? new Set()).add(id));
      }
    }
    for (const key of ['hookId', 'organizationId', 'scopeId', 'User', 'Role', 'Scope']) {
      expect([key, seen.get(key)?.size]).toEqual([key, 1]);
    }
    expect(seen.get('organizationId')).toEqual(seen.get('Organization'));
    expect(seen.get('roleId')).toEqual(seen.get('Role'));
    expect(seen.get('organizationRoleId')).toEqual(seen.get('OrganizationRole'));
    expect(seen.get('organizationScopeId')).toEqual(seen.get('OrganizationScope'));
    expect(seen.get('trustedDeviceId')).toEqual(seen.get('TrustedDevice'));
  });
});
