import { describe, expect, it } from 'vitest';
import { eventNames } from '../../../src/core/logto/events.ts';
import { PayloadError, parsePayload } from '../../../src/core/payload/parse.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';
import { isConsoleTest, payloadOf } from '../../helpers/payloads.ts';

describe('a real delivery', () => {
  it.each(realDeliveries)('$name is known and has no drift', (delivery) => {
    const parsed = parsePayload(delivery.body);

    expect(parsed).toEqual({
      event: delivery.event,
      known: true,
      consoleTest: isConsoleTest(delivery),
      drift: [],
      payload: JSON.parse(delivery.body),
    });
  });

  it('reads the same from bytes, with or without a byte order mark, and from a value', () => {
    const { body } = realDeliveries[0] ?? expect.fail();
    const fromText = parsePayload(body);

    expect(parsePayload(Buffer.from(body))).toEqual(fromText);
    expect(parsePayload(Buffer.from(`\uFEFF${body}`))).toEqual(fromText);
    expect(parsePayload(JSON.parse(body))).toEqual(fromText);
  });
});

describe('a trigger that was not captured', () => {
  const user = payloadOf('User.Created/post-users').data;
  const { event, createdAt, hookId } = payloadOf('User.Data.Updated/patch-users-userid');
  const envelope = { event, createdAt, hookId };

  it.each([
    ['the account API, without path or interaction', { ...envelope, ip: '::1', data: user }],
    [
      'custom data whose keys are those of a user',
      {
        ...payloadOf('User.Data.Updated/patch-users-userid-custom-data'),
        data: { id: 1, name: null, isSuspended: 'no' },
      },
    ],
    [
      'an interaction in a registered application',
      {
        ...payloadOf('User.Created/interaction-register'),
        application: payloadOf('PostSignIn/interaction-signin-2').application,
      },
    ],
    [
      'a membership changed by a release before deltas',
      { ...envelope, event: 'Organization.Membership.Updated', ip: '::1', organizationId: 'o1' },
    ],
    [
      'a lockout in the account center',
      { ...envelope, event: 'Identifier.Lockout', type: 'email', value: 'a@b.c', ip: '::1' },
    ],
    [
      'grants of a client known by its metadata URL',
      {
        ...without(payloadOf('Grant.LimitExceeded/oidc-grant'), 'applicationId', 'application'),
        cimdClientId: 'https://client.example/metadata',
      },
    ],
    [
      'values that Logto may add',
      {
        ...payloadOf('PostSignIn/interaction-signin-2'),
        interactionEvent: 'StepUp',
        application: { id: 'a', type: 'Kiosk', name: 'A', description: null, icon: 'i' },
        anything: { new: [1] },
      },
    ],
  ])('has no drift: %s', (_, payload) => {
    expect(parsePayload(payload)).toMatchObject({ known: true, consoleTest: false, drift: [] });
  });
});

describe('an event that Logto may add', () => {
  it('is unknown and has a name, but no drift', () => {
    const payload = { event: 'Session.Ended', hookId: 1 };

    expect(parsePayload(payload)).toEqual({
      event: 'Session.Ended',
      known: false,
      consoleTest: false,
      drift: [],
      payload,
    });
    expect(parsePayload({ event: '__proto__' })).toMatchObject({ known: false, drift: [] });
    expect(parsePayload({ event: 'toString' })).toMatchObject({ known: false, drift: [] });
  });
});

describe('a body that is not a payload', () => {
  it.each([
    ['null', '(root)', 'object', 'null'],
    ['[]', '(root)', 'object', 'array'],
    ['"hello"', '(root)', 'object', 'string "hello"'],
    ['{}', 'event', 'string', 'missing'],
    ['{"event":7}', 'event', 'string', 'number 7'],
  ])('names no event: %s', (body, path, wanted, got) => {
    expect(parsePayload(body)).toMatchObject({
      event: null,
      known: false,
      drift: [{ path, expected: wanted, got }],
    });
  });

  it.each<[string | Uint8Array, string]>([
    ['', 'nothing'],
    ['{"event":', 'half a body'],
    ['event=PostSignIn', 'a form'],
    [Buffer.from([0x22, 0xff, 0x22]), 'bytes that are not UTF-8'],
  ])('is refused: %j (%s)', (body) => {
    expect(() => parsePayload(body)).toThrow(PayloadError);
  });
});

describe('hostile bodies', () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const { body } =
    realDeliveries.find(({ name }) => name === 'User.Created/post-users') ?? expect.fail();

  it('may nest 20,000 levels deep where any value is allowed', () => {
    const nested = body.replace('"customData":{}', `"customData":{"a":${deep}},"extra":${deep}`);

    expect(parsePayload(nested)).toMatchObject({ known: true, drift: [] });
  });

  it('may nest 20,000 levels deep where a string is expected', () => {
    const nested = body.replace(/"hookId":"\w+"/, `"hookId":${deep}`);

    expect(parsePayload(nested).drift).toEqual([
      { path: 'hookId', expected: 'string', got: 'array' },
    ]);
  });

  it('may have keys of the prototype', () => {
    const polluted = body.replace('"customData":{}', '"customData":{"__proto__":{"a":1}}');

    expect(parsePayload(polluted)).toMatchObject({ known: true, drift: [] });
    expect({}).not.toHaveProperty('a');
  });

  it('may be wrong in a thousand places, of which a hundred are reported', () => {
    const payload = {
      ...payloadOf('Organization.Membership.Updated/post-organizations-id-users'),
      addedUserIds: Array(1_000).fill(0),
    };

    expect(parsePayload(payload).drift).toHaveLength(100);
  });
});

it('recognizes a Console test by more than its user agent', () => {
  for (const event of eventNames) {
    const trigger = realDeliveries.find((d) => d.event === event && !isConsoleTest(d));
    if (!trigger) continue;
    const payload = { ...JSON.parse(trigger.body), userAgent: 'fake-user-agent' };

    expect(parsePayload(payload).consoleTest).toBe(false);
  }
  const test = payloadOf('PostSignIn/console-test-payload');
  expect(parsePayload(without(test, 'userAgent')).consoleTest).toBe(true);
  expect(parsePayload({ ...test, event: 'Session.Ended' })).toMatchObject({
    known: false,
    consoleTest: true,
  });
});

function without(payload: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !keys.includes(key)));
}
