import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseSignature } from '../../src/core/diagnosis/diagnose.ts';
import { eventMatcher, parseEventPatterns } from '../../src/core/logto/event-patterns.ts';
import { eventNames } from '../../src/core/logto/events.ts';
import { sign, verifySignature } from '../../src/core/logto/signature.ts';
import { hasPath, parsePath, setPath, unsetPath } from '../../src/core/payload/path.ts';
import { redactPayload } from '../../src/core/redact/redact.ts';
import { many, timeoutMs } from '../helpers/stress.ts';

/** `npm test` always uses the same inputs; stress runs use new ones, and a failure prints its seed. */
const runs = many<fc.Parameters<unknown>>({ numRuns: 200, seed: 20_260_805 }, { numRuns: 20_000 });

const keys = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 });
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 500 }),
  fc.string({ unit: 'binary' }),
  fc.json(),
);

describe('a signature', { timeout: timeoutMs }, () => {
  it('is valid for its own body and key only', () => {
    fc.assert(
      fc.property(bodies, bodies, keys, keys, (body, otherBody, key, otherKey) => {
        const signature = sign(body, key);
        expect(signature).toMatch(/^[\da-f]{64}$/);
        expect(verifySignature(body, signature, key)).toBe(true);
        const isSameBody = Buffer.from(body).equals(Buffer.from(otherBody));
        expect(verifySignature(otherBody, signature, key)).toBe(isSameBody);
        const isSameKey = Buffer.from(key).equals(Buffer.from(otherKey));
        if (!isSameKey) expect(verifySignature(body, signature, otherKey)).toBe(false);
      }),
      runs,
    );
  });

  it('has a diagnosis in one sentence exactly when it is invalid', () => {
    fc.assert(
      fc.property(bodies, keys, fc.anything(), (body, key, header) => {
        expect(diagnoseSignature(body, sign(body, key), key)).toBeNull();
        const diagnosis = diagnoseSignature(body, header, key);
        if (verifySignature(body, header, key)) expect(diagnosis).toBeNull();
        else expect(diagnosis?.message).toMatch(/^[^\n]+\.$/);
      }),
      runs,
    );
  });
});

describe('a path', { timeout: timeoutMs }, () => {
  /** A path must not reach the prototype. */
  const prototypeNames = Object.getOwnPropertyNames(Object.prototype);
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  const paths = fc.array(names, { minLength: 1, maxLength: 5 });
  const write = (path: readonly string[]) =>
    path.map((key) => `["${key.replaceAll(/[\\"]/g, '\\$&')}"]`).join('');

  it('in brackets is parsed into its keys', () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(parsePath(write(path))).toEqual(path);
      }),
      runs,
    );
  });

  it('can be set and unset without changing anything else', () => {
    fc.assert(
      fc.property(paths, fc.jsonValue(), (path, value) => {
        const payload = { event: 'PostSignIn', unrelated: [1, { two: null }] };
        const before = JSON.stringify(payload);
        fc.pre(path[0] !== 'event' && path[0] !== 'unrelated');
        setPath(payload, path, value);
        const found = path.reduce<unknown>((here, key) => Reflect.get(Object(here), key), payload);
        expect(found).toBe(value);
        expect(hasPath(payload, path)).toBe(true);
        expect(JSON.stringify({ event: payload.event, unrelated: payload.unrelated })).toBe(before);
        unsetPath(payload, path);
        expect(hasPath(payload, path)).toBe(false);
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototypeNames);
        expect(String({})).toBe('[object Object]');
      }),
      runs,
    );
  });
});

describe('a redacted payload', { timeout: timeoutMs }, () => {
  const people = fc.record({
    id: fc.stringMatching(/^[a-z\d]{12}$/),
    primaryEmail: fc.emailAddress(),
    primaryPhone: fc.stringMatching(/^\d{9,13}$/),
    name: fc.stringMatching(/^[A-Z][a-z]{5,9} [A-Z][a-z]{5,9}$/),
    username: fc.stringMatching(/^[a-z][a-z\d_]{7,14}$/),
    avatar: fc.webUrl(),
    customData: fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), fc.uuid(), { maxKeys: 3 }),
    isSuspended: fc.boolean(),
    lastSignInAt: fc.option(fc.integer({ min: 1.6e12, max: 1.9e12 })),
  });

  it('keeps keys, types and lengths of IDs, and no personal value', () => {
    fc.assert(
      fc.property(people, fc.ipV4(), keys, (user, ip, key) => {
        const original = { event: 'PostSignIn', userId: user.id, userIp: ip, user, hookId: 'h' };
        const { text } = redactPayload(JSON.stringify(original), key);
        const redacted = JSON.parse(text);
        expect(shapeOf(redacted)).toEqual(shapeOf(original));
        expect(redacted.user.id).toHaveLength(user.id.length);
        expect(redacted.userId).toBe(redacted.user.id);
        const { primaryEmail, primaryPhone, name, username, customData } = user;
        const personal = [user.id, primaryEmail, primaryPhone, name, username];
        for (const value of [...personal, ...Object.values(customData)]) {
          expect(text).not.toContain(value);
        }
      }),
      runs,
    );
  });

  function shapeOf(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return typeof value;
    return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
  }
});

describe('an event pattern', { timeout: timeoutMs }, () => {
  const parts = fc.constantFrom(
    '*',
    'User',
    '.',
    'Created',
    'Post',
    'Organization',
    'Updated',
    'S',
  );
  const globs = fc.array(parts, { minLength: 1, maxLength: 5 }).map((some) => some.join(''));

  it('matches what an equivalent regular expression matches', () => {
    fc.assert(
      fc.property(globs, (glob) => {
        const regex = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        const wanted = eventNames.filter((name) => regex.test(name));
        if (wanted.length === 0) {
          expect(() => parseEventPatterns(glob)).toThrow(glob.trim());
          return;
        }
        expect(parseEventPatterns(glob)).toEqual(wanted);
        const matches = eventMatcher(glob);
        expect(eventNames.filter(matches)).toEqual(wanted);
      }),
      runs,
    );
  });
});
