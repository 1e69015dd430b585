import { describe, expect, it } from 'vitest';
import { loadFixture } from '../src/core/fixtures/fixtures.ts';
import { catalog } from '../src/core/logto/catalog.ts';
import {
  type Drift,
  eventNames,
  fixture,
  parsePayload,
  payloadSchemas,
  sign,
  verifySignature,
} from '../src/index.ts';

describe('the library', () => {
  it('signs, verifies and parses deliveries', () => {
    const body = JSON.stringify(fixture('User.Created', 'register'));
    const signature = sign(body, 'key');

    expect(verifySignature(body, signature, 'key')).toBe(true);
    expect(emailFrom(body)).toBe(fixture('User.Created', 'register').data.primaryEmail);
    expect(emailFrom('{"event":"Session.Ended"}')).toBeUndefined();
  });

  it('has a schema and fixtures for every event, and they agree', () => {
    for (const event of eventNames) {
      for (const { variant } of catalog[event].triggers) {
        const { payload } = loadFixture(event, variant);
        const { drift } = parsePayload(payload);

        expect(drift, `${event} ${variant}`).toEqual<Drift[]>([]);
        expect(payloadSchemas[event].parse(payload)).toEqual(payload);
      }
    }
  });
});

function emailFrom(body: string): string | null | undefined {
  const parsed = parsePayload(body);
  if (!parsed.known) return undefined;
  switch (parsed.payload.event) {
    case 'User.Created':
      return parsed.payload.data.primaryEmail;
    case 'PostSignIn':
      return parsed.payload.user?.primaryEmail;
    default:
      return undefined;
  }
}
