import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureVariants, loadFixture } from '../../../src/core/fixtures/fixtures.ts';
import type { EventEntry, Trigger } from '../../../src/core/logto/catalog/entry.ts';
import { catalogue } from '../../../src/core/logto/catalog.ts';
import { type EventName, eventNames } from '../../../src/core/logto/events.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';

type Fields = Record<string, unknown>;

const directory = path.resolve(import.meta.dirname, '../../../fixtures');
const entries: readonly (readonly [EventName, EventEntry])[] = eventNames.map((event) => [
  event,
  catalogue[event],
]);
const triggers = entries.flatMap(([event, entry]) =>
  entry.triggers.map((trigger): [EventName, string, Trigger] => [event, trigger.variant, trigger]),
);
/** Logto hides the one behind a flag; the captured sign-ups were all in the demo app. */
const uncaptured = ['TrustedDevice.Created/sign-in', 'PostRegister/register'];
const captured = triggers.filter(([event, variant]) => !uncaptured.includes(`${event}/${variant}`));

/** What made a delivery, in the words of test/logto. */
function triggerOf({ method, matchedRoute, interactionEvent }: Fields): string {
  if (method) return `${method} ${matchedRoute}`;
  return interactionEvent ? `interaction ${interactionEvent}` : 'OIDC grant';
}

/** Keys in their order and types of values; null and the contents of free-form objects are left open. */
function shapeOf(value: unknown, key = '', freeForm = ''): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  if (/^(customData|identities|profile|color|branding)$/.test(key) || key === freeForm) return '{}';
  return Object.entries(value).map(([name, item]) => [name, shapeOf(item, name, freeForm)]);
}

/** A shape in which whatever may be null, in Logto's entities, is of no certain type. */
function comparable(payload: Fields): unknown {
  const freeForm = /custom-data|profile/.test(String(payload.matchedRoute)) ? 'data' : '';
  const nullable =
    /"(username|primaryEmail|primaryPhone|name|avatar|lastSignInAt|applicationId|description)","\w+"/g;
  return JSON.parse(
    JSON.stringify(shapeOf(payload, '', freeForm)).replace(nullable, '"$1","nullable"'),
  );
}

describe('the catalogue', () => {
  it('lists the events in the order of their names', () => {
    expect(Object.keys(catalogue)).toEqual([...eventNames]);
  });

  it.each(entries)('speaks of %s in whole sentences', (_, { meaning, fires, triggers: all }) => {
    for (const text of [meaning, fires, ...all.flatMap(({ note }) => note ?? [])]) {
      expect(text).toMatch(/^[\p{Lu}\d].+\.$|^(data|params|revokedGrantIds)\b.+\.$/u);
    }
  });

  it('marks what is behind the development-feature flag', () => {
    const hidden = entries.filter(([, { devFeature }]) => devFeature).map(([event]) => event);
    expect(hidden).toEqual(['TrustedDevice.Created', 'TrustedDevice.Deleted']);
  });
});

describe('the fixtures', () => {
  it('are there for each trigger, and for nothing else', () => {
    const files = readdirSync(directory).flatMap((event) =>
      readdirSync(path.join(directory, event)).map((file) => `${event}/${file}`),
    );
    expect(files.sort()).toEqual(
      triggers.map(([event, variant]) => `${event}/${variant}.json`).sort(),
    );
  });

  it.each(entries)('of %s begin with the first trigger', (event, entry) => {
    expect(fixtureVariants(event)[0]).toBe(entry.triggers[0].variant);
    expect(loadFixture(event).variant).toBe(entry.triggers[0].variant);
  });

  it.each(triggers)('%s/%s names its event and its route', (event, variant, trigger) => {
    const { payload } = loadFixture(event, variant);
    expect(payload.event).toBe(event);
    if ('route' in trigger) expect(triggerOf(payload)).toBe(trigger.route);
    else expect(payload).not.toHaveProperty('matchedRoute');
  });

  it.each(captured)('%s/%s looks like a real delivery of its trigger', (event, variant) => {
    const { payload } = loadFixture(event, variant);
    const real = realDeliveries
      .filter((delivery) => delivery.event === event && delivery.trigger === triggerOf(payload))
      .map(({ body }) => comparable(JSON.parse(body)));
    expect(real).toContainEqual(comparable(payload));
  });

  it('stand for every real delivery', () => {
    const real = realDeliveries.filter(({ trigger }) => trigger !== 'test button');
    expect(real).toHaveLength(captured.length);
    for (const { event, trigger, body } of real) {
      const alike = captured
        .filter(([name]) => name === event)
        .map(([name, variant]) => loadFixture(name, variant).payload)
        .filter((payload) => triggerOf(payload) === trigger);
      expect(alike.map(comparable)).toContainEqual(comparable(JSON.parse(body)));
    }
  });

  it.each(triggers)('%s/%s is two-space JSON with a final newline', (event, variant) => {
    const text = readFileSync(path.join(directory, event, `${variant}.json`), 'utf8');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('share one cast', () => {
    const seen = new Map<string, Set<unknown>>();
    for (const [event, variant] of triggers) {
      const { params = {}, data = {}, ...payload } = loadFixture(event, variant).payload;
      for (const [key, value] of Object.entries({ ...Object(params), ...payload })) {
        if (/Id$/.test(key)) seen.set(key, (seen.get(key) ?? new Set()).add(value));
      }
      const { entity } = catalogue[event];
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
