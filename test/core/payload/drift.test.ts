import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventName } from '../../../src/core/logto/events.ts';
import { parsePayload } from '../../../src/core/payload/parse.ts';
import { payloadSchemas } from '../../../src/core/payload/schemas.ts';
import { eventDeliveries, get, payloadOf, set } from '../../helpers/payloads.ts';
import { many, timeoutMs } from '../../helpers/stress.ts';

describe('drift names the path, the expected type and the actual value', () => {
  it.each([
    ['User.Created/post-users', 'data', undefined, 'object', 'missing'],
    ['User.Created/post-users', 'hookId', undefined, 'string', 'missing'],
    ['User.Created/post-users', 'hookId', null, 'string', 'null'],
    ['User.Created/post-users', 'createdAt', 'yesterday', 'ISO 8601 date', 'string "yesterday"'],
    [
      'User.Created/post-users',
      'createdAt',
      1795372980665,
      'ISO 8601 date',
      'number 1795372980665',
    ],
    [
      'User.Created/post-users',
      'createdAt',
      '2026-13-45T25:00:00.000Z',
      'ISO 8601 date',
      'string "2026-13-45T25:00:00.000Z"',
    ],
    ['User.Created/post-users', 'status', '200', 'number', 'string "200"'],
    ['User.Created/post-users', 'path', undefined, 'string', 'missing'],
    ['User.Created/interaction-register', 'ip', undefined, 'string', 'missing'],
    ['User.Created/post-users', 'method', undefined, 'string', 'missing'],
    ['User.Created/post-users', 'params', undefined, 'object', 'missing'],
    ['User.Created/post-users', 'params', { a: 1 }, 'string', 'number 1', 'params.a'],
    ['User.Created/post-users', 'params', { 'a.b': [] }, 'string', 'array', 'params["a.b"]'],
    ['User.Created/post-users', 'data.id', 42, 'string', 'number 42'],
    ['User.Created/post-users', 'data.isSuspended', 'no', 'boolean', 'string "no"'],
    ['User.Created/post-users', 'data.primaryEmail', true, 'string or null', 'boolean true'],
    ['User.Created/post-users', 'data.customData', [], 'object', 'array'],
    ['User.Created/post-users', 'data.name', { first: 'A' }, 'string or null', 'object'],
    ['PostSignIn/interaction-signin', 'user.id', 42, 'string', 'number 42'],
    ['PostSignIn/interaction-signin', 'interactionEvent', undefined, 'string', 'missing'],
    ['PostSignIn/interaction-signin', 'userAgent', null, 'string', 'null'],
    ['PostSignIn/interaction-signin-2', 'application.name', null, 'string', 'null'],
    ['User.Data.Updated/interaction-signin', 'data.id', undefined, 'string', 'missing'],
    ['User.Data.Updated/patch-users-userid', 'data.name', undefined, 'string or null', 'missing'],
    ['User.Data.Updated/patch-users-userid-profile', 'data', null, 'object', 'null'],
    ['Role.Created/post-roles', 'path', undefined, 'string', 'missing'],
    ['Role.Scopes.Updated/post-roles', 'data', [{}, 1], 'object', 'number 1', 'data[1]'],
    [
      'Organization.Membership.Updated/post-organizations-id-users',
      'addedUserIds',
      'u1',
      'array of string',
      'string "u1"',
    ],
    [
      'Organization.Membership.Updated/post-organizations-id-users',
      'addedUserIds',
      ['u1', null],
      'string',
      'null',
      'addedUserIds[1]',
    ],
    ['Grant.LimitExceeded/oidc-grant', 'maxAllowedGrants', '1', 'number', 'string "1"'],
    [
      'PostSignInAdaptiveMfaTriggered/interaction-signin',
      'adaptiveMfaResult.requiresMfa',
      undefined,
      'boolean',
      'missing',
    ],
    ['Message.RateLimited/interaction-signin', 'recipient', undefined, 'string', 'missing'],
  ] as const)('%s with %s as %j', (name, path, value, wanted, got, at: string = path) => {
    expect(driftOf(set(payloadOf(name), path, value))).toContainEqual({
      path: at,
      expected: wanted,
      got,
    });
  });

  it('cuts long values and keeps control characters out', () => {
    const payload = set(
      payloadOf('User.Created/post-users'),
      'data.isSuspended',
      `\u001b[31m${'x'.repeat(90)}`,
    );

    expect(parsePayload(payload).drift).toEqual([
      {
        path: 'data.isSuspended',
        expected: 'boolean',
        got: `string "\\u001b[31m${'x'.repeat(35)}…"`,
      },
    ]);
  });

  it('reports everything together, missing fields of the request included', () => {
    const payload = payloadOf('User.Created/post-users');
    for (const key of ['hookId', 'method', 'data']) delete payload[key];

    expect(parsePayload(payload).drift.map(({ path }) => path)).toEqual([
      'hookId',
      'data',
      'method',
    ]);
  });
});

describe.each(eventDeliveries)('$name, varied', ({ name, event }) => {
  const paths = keysOf(payloadOf(name));

  it('has no drift without fields that not every trigger and release sends', () => {
    for (const path of paths.filter((key) => isOptional(event, key))) {
      expect(driftOf(set(payloadOf(name), path, undefined)), path).toEqual([]);
    }
  });

  it('has drift without a field that they all send', () => {
    for (const path of paths.filter((key) => !isOptional(event, key) && key !== 'event')) {
      expect(driftOf(set(payloadOf(name), path, undefined)), path).toEqual([
        expect.objectContaining({ path, got: 'missing' }),
      ]);
    }
  });

  it('has drift for null, except where Logto sends null', () => {
    for (const path of paths.filter((key) => key !== 'event')) {
      const drift = driftOf(set(payloadOf(name), path, null));
      expect(drift.length === 0, path).toBe(isNullable(event, path));
    }
  });

  it('has no drift for additional keys', () => {
    const payload = payloadOf(name);
    for (const path of ['more', 'user.more', 'data.more', 'application.more']) {
      if (path === 'more' || typeof get(payload, path.replace('.more', '')) === 'object') {
        set(payload, path, { anything: [null, 1] });
      }
    }
    expect(driftOf(payload)).toEqual([]);
  });
});

describe('drift agrees with the schema', { timeout: timeoutMs }, () => {
  const runs = many<fc.Parameters<unknown>>({ numRuns: 60, seed: 20_260_805 }, { numRuns: 5_000 });

  // zod does not check a key that is named __proto__; drift checks it like any other.
  const values = fc
    .jsonValue({ maxDepth: 2 })
    .filter((value) => !JSON.stringify(value).includes('"__proto__":'));

  it.each(eventDeliveries)('for $name, whatever its values are', ({ name, event }) => {
    const edits = fc.array(fc.tuple(fc.constantFrom(...keysOf(payloadOf(name))), values), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const payload = payloadOf(name);
        for (const [path, value] of changes) {
          const holder = path.includes('.') ? get(payload, path.replace(/\.\w+$/, '')) : payload;
          if (path !== 'event' && typeof holder === 'object' && holder) set(payload, path, value);
        }
        const { error } = payloadSchemas[event as EventName].safeParse(payload);
        expect(driftOf(payload).map(({ path }) => path)).toEqual(
          (error?.issues ?? []).slice(0, 100).map(({ path }) => writePath(path)),
        );
      }),
      runs,
    );
  });
});

function writePath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^\w+$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(key)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

const nullable =
  /\.(username|primaryEmail|primaryPhone|avatar|lastSignInAt|applicationId|cimdClientId|description|customCss|details)$/;

/** Returns whether a field may be null; among entities with a name, only a user's may be. */
function isNullable(event: string, path: string): boolean {
  const userName = event.startsWith('User.') ? 'data.name' : 'user.name';
  return nullable.test(path) || path === userName;
}

const sometimes =
  /(^|\.)(userAgent|userIp|sessionId|applicationId|application|user|matchedRoute|(added|removed)\w+Ids|roleId|organizationRoleId|hasPassword|cimdClientId|isTrustedDeviceAllowed|color|customCss|details)$/;

function isOptional(event: string, path: string): boolean {
  if (path === 'data.applicationId' || path === 'user.applicationId') return false;
  if (path === 'data') return event === 'Role.Scopes.Updated';
  if (path === 'ip') return event.startsWith('TrustedDevice.');
  if (path === 'interactionEvent') return !event.startsWith('Post');
  return sometimes.test(path);
}

/** Returns the path of every key of a payload, except for those of free-form objects. */
function keysOf(payload: Record<string, unknown>): string[] {
  const freeForm = /custom-data|\/profile/.test(String(payload.path));
  const subjects = [
    'user',
    'application',
    'adaptiveMfaResult',
    ...(freeForm ? [] : ['data', 'data[0]']),
  ];
  return [
    ...Object.keys(payload),
    ...subjects.flatMap((subject) => {
      const value = get(payload, subject);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      return Object.keys(value).map((key) => `${subject}.${key}`);
    }),
  ];
}

function driftOf(payload: unknown) {
  return parsePayload(payload).drift;
}
