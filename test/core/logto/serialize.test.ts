import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logtoJson } from '../../../src/core/logto/serialize.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';
import { jsonbOrder } from '../../helpers/json-stacks.ts';
import { eventDeliveries, payloadOf, set } from '../../helpers/payloads.ts';

type Payload = Record<string, unknown>;

const pairs = readdirSync(path.resolve(import.meta.dirname, '../../logto/log-order')).map(
  (file) => {
    const text = readFileSync(
      path.resolve(import.meta.dirname, '../../logto/log-order', file),
      'utf8',
    );
    const { delivered, logged }: { delivered: string; logged: string } = JSON.parse(text);
    const body: Payload = JSON.parse(logged).payload.hookRequest.body;
    return { file, delivered, body };
  },
);

function restore(payload: unknown): string {
  return logtoJson(payload as Payload).toString();
}

/** Shuffles the keys at every level, except for integer keys, which JavaScript sorts. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map((entry) => ({ entry, rank: random() }));
  entries.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(entries.map(({ entry: [key, item] }) => [key, shuffled(item, random)]));
}

describe('logtoJson', () => {
  it.each(realDeliveries)('restores $name from jsonb order', ({ body }) => {
    expect(restore(jsonbOrder(JSON.parse(body)))).toBe(body);
  });

  it.each(pairs)('restores the delivery of $file from the log', ({ delivered, body }) => {
    expect(restore(body)).toBe(delivered);
  });

  it('restores any delivery from any key order', () => {
    const numbers = fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const bodies = eventDeliveries.map(({ body }) => body);
    fc.assert(
      fc.property(fc.constantFrom(...bodies), numbers, (body, stream) => {
        const random = () => stream.next().value ?? 0;
        expect(restore(shuffled(JSON.parse(body), random))).toBe(body);
      }),
      { numRuns: 1000, seed: 20_261_128 },
    );
  });

  it.each(eventDeliveries)(
    'keeps the known keys of $name in place around unknown keys',
    ({ body }) => {
      const known: Payload = JSON.parse(body);
      const { zz: _, ...rest } = JSON.parse(
        restore(jsonbOrder({ ...known, zz: 1, aaa: { b: 1 } })),
      );
      expect(Object.keys(rest).filter((key) => key !== 'aaa')).toEqual(Object.keys(known));
      expect(Object.keys(rest).at(-1)).toBe(Object.keys(known).at(-1));
    },
  );

  it.each([
    ['User.Data.Updated/patch-users-userid', 'matchedRoute', 'data'],
    ['User.Data.Updated/interaction-signin-linking-a-phone', 'application', 'data'],
    ['User.Data.Updated/patch-my-account', 'ip', 'data'],
    ['Identifier.Lockout/interaction-signin', 'value', 'hookId'],
    ['PostSignIn/interaction-signin', 'user', 'hookId'],
    ['User.Deleted/delete-users-userid', 'matchedRoute', 'hookId'],
  ])('adds an unknown key of %s between %s and %s', (name, before, after) => {
    const keys = Object.keys(JSON.parse(restore({ new: 1, ...payloadOf(name) })));
    expect(keys.slice(keys.indexOf('new') - 1, keys.indexOf('new') + 2)).toEqual([
      before,
      'new',
      after,
    ]);
  });

  it.each([
    {
      rule: 'geo_velocity',
      details: {
        previous: { regionOrCountry: { regionOrCountry: 'DE', lastSignInAt: 1 }, at: '2026' },
        current: { regionOrCountry: 'US', city: 'Springfield', at: '2026' },
        distanceKm: 7000,
        durationHours: 1,
        speedKmh: 7000,
        thresholdKmh: 900,
      },
    },
    {
      rule: 'new_region_or_country',
      details: {
        currentRegionOrCountry: 'US',
        windowDays: 180,
        recentRegionsOrCountries: [{ regionOrCountry: 'DE', lastSignInAt: 1 }],
      },
    },
    {
      rule: 'new_country',
      details: {
        currentCountry: 'US',
        windowDays: 180,
        recentCountries: [{ country: 'DE', lastSignInAt: 1 }],
      },
    },
    {
      rule: 'untrusted_ip',
      details: { signals: { botScore: 1, botVerified: true }, matchedSignals: [] },
    },
  ])('restores the details of the adaptive MFA rule $rule', (triggered) => {
    const name = 'PostSignInAdaptiveMfaTriggered/interaction-signin';
    const payload = set(payloadOf(name), 'adaptiveMfaResult.triggeredRules', [triggered]);
    expect(restore(jsonbOrder(payload))).toBe(JSON.stringify(payload));
  });

  it('restores a linked enterprise account in a response of the Management API', () => {
    const ssoIdentity = {
      ...{ tenantId: 'default', id: 'i', userId: 'u', issuer: 'https://idp.example.com' },
      ...{ identityId: 'x', detail: {}, createdAt: 1, updatedAt: 1, ssoConnectorId: 'c' },
    };
    const name = 'User.Data.Updated/patch-users-userid';
    const payload = set(payloadOf(name), 'data.ssoIdentities', [ssoIdentity]);
    expect(restore(jsonbOrder(payload))).toBe(JSON.stringify(payload));
  });

  it('keeps every value of a payload that is nested deeper than any of Logto', () => {
    let deep: unknown = 'Zoë';
    for (let level = 0; level < 1000; level++) deep = { deep };
    const payload = { event: 'User.Created', hookId: 'h', b: 1, a: deep };
    expect(JSON.parse(restore(payload))).toEqual(payload);
  });
});
