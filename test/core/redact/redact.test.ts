import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fixtureVariants, loadFixture } from '../../../src/core/fixtures/fixtures.ts';
import { eventNames } from '../../../src/core/logto/events.ts';
import { parsePayload } from '../../../src/core/payload/parse.ts';
import { redactPayload } from '../../../src/core/redact/redact.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';
import { get, payloadOf } from '../../helpers/payloads.ts';
import { personalValues, stringsOf } from '../../helpers/personal-values.ts';

const key = '5f0c9a'.repeat(10);

const payloads = [
  ...realDeliveries.map(({ name, body }) => ({ name, text: body })),
  ...eventNames.flatMap((event) =>
    fixtureVariants(event).map((variant) => ({
      name: `the fixture ${event}/${variant}`,
      text: JSON.stringify(loadFixture(event, variant).payload),
    })),
  ),
];

function redact(payload: object): { payload: Record<string, unknown>; text: string } {
  const { text } = redactPayload(JSON.stringify(payload), key);
  return { payload: JSON.parse(text), text };
}

/** Returns the types, keys and list lengths of a value, and every value that is not a string. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? 'empty' : 'string';
  if (Array.isArray(value)) return value.map(shapeOf);
  // As long as a phone or card number.
  if (typeof value === 'number' && value > 1e14) return 'long number';
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]);
}

/** Short words may be part of others by chance; longer ones must not occur anywhere. */
function expectGone(text: string, secrets: readonly string[]): void {
  const strings = stringsOf(JSON.parse(text)).map((string) => string.toLowerCase());
  for (const secret of secrets.map((value) => value.toLowerCase())) {
    const left = strings.filter((string) =>
      secret.length < 5 ? string === secret : string.includes(secret),
    );
    expect({ secret, left }).toEqual({ secret, left: [] });
  }
}

describe.each(payloads)('$name, redacted,', ({ text }) => {
  const original = JSON.parse(text);
  const redacted = redactPayload(text, key);

  it('contains no personal value of the original', () => {
    const secrets = personalValues(original);
    expect(secrets.length).toBeGreaterThan(0);
    expectGone(redacted.text, secrets);
  });

  it('has its shape, and no more drift than before', () => {
    expect(shapeOf(JSON.parse(redacted.text))).toEqual(shapeOf(original));
    const { drift, known, consoleTest } = parsePayload(redacted.text);
    expect({ drift, known, consoleTest }).toEqual({
      ...{ drift: [], known: true, consoleTest: parsePayload(text).consoleTest },
    });
  });

  it('is the same in every run with the same key, and different with another key', () => {
    expect(redactPayload(text, key)).toEqual(redacted);
    expect(redactPayload(text, `${key}0`).text).not.toBe(redacted.text);
  });

  it('reports the replaced places without their values', () => {
    const changed = redacted.replaced.map(({ path }) => path);
    for (const path of changed)
      expect(get(original, path)).not.toBe(get(JSON.parse(redacted.text), path));
    expect(changed.length).toBeGreaterThan(0);
    expectGone(
      JSON.stringify(redacted.replaced),
      personalValues(original).filter((value) => !['name', 'text'].includes(value)),
    );
  });
});

it('gives an original the same pseudonym in all payloads, and two originals different ones', () => {
  const pseudonyms = new Map<string, string>();
  for (const { text } of payloads) {
    const before = stringsOf(JSON.parse(text));
    const after = stringsOf(JSON.parse(redactPayload(text, key).text));
    const ids = before.flatMap((value, index) =>
      /^[\da-z]{12,21}$|@|^::ffff|^[\w-]{43}$/.test(value) ? [[value, after[index] ?? '']] : [],
    );
    for (const [value = '', pseudonym = ''] of ids) {
      expect(pseudonym).toBe(pseudonyms.get(value) ?? pseudonym);
      pseudonyms.set(value, pseudonym);
    }
  }
  expect(pseudonyms.size).toBeGreaterThan(40);
  expect(new Set(pseudonyms.values()).size).toBe(pseudonyms.size);
});

describe('a pseudonym', () => {
  const user = (fields: object) => ({
    event: 'User.Created',
    data: { id: 'u3k9f2xq7b1m', ...fields },
  });
  const redactUser = (fields: object) => redact(user(fields)).payload.data;

  it('of an email is an address at example.com, whatever the original', () => {
    const once = get(redactUser({ primaryEmail: 'Ada@Corp.test' }), 'primaryEmail');
    expect(once).toMatch(/^[a-z.\d]+@example\.com$/);
    expect(get(redactUser({ primaryEmail: 'ada@corp.test' }), 'primaryEmail')).toBe(once);
  });

  it('of a phone number has as many digits in the same layout', () => {
    const plain = String(get(redactUser({ primaryPhone: '12025550143' }), 'primaryPhone'));
    expect(plain).toMatch(/^[1-9]\d{10}$/);
    const written = String(
      get(redactUser({ customData: { phone: '+1 (202) 555-0143' } }), 'customData.phone'),
    );
    expect(written).toMatch(/^\+\d \(\d{3}\) \d{3}-\d{4}$/);
    expect(written.replace(/\D/g, '')).toBe(plain);
  });

  it.each([
    ['203.0.113.24', 4, /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/],
    ['::ffff:10.1.2.3', 6, /^::ffff:(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/],
    ['2a02:8108:8ac0:207::1', 6, /^2001:db8::/],
  ])('of the address %s is one for documentation', (ip, family, form) => {
    const { payload } = redact({ event: 'User.Created', ip });
    expect(payload.ip).toMatch(form);
    expect(isIP(String(payload.ip))).toBe(family);
    expect(payload.ip).not.toBe(ip);
  });

  it('of an address is the same when it is mapped into IPv6', () => {
    const { payload } = redact({ event: 'X', ip: '10.1.2.3', userIp: '::ffff:10.1.2.3' });
    expect(payload.userIp).toBe(`::ffff:${payload.ip}`);
  });

  it('of an id has its length and alphabet', () => {
    const { payload } = redact({
      event: 'X',
      sessionId: 'Kq3vN8sYwT1hXc6ZpLr0-uFbE5mJ2_dGa9oQiW7kRyV',
      hookId: '01890a5d-ac96-774b-bcce-b302099a8057',
      userId: '108204268033311374519',
    });
    expect(payload.sessionId).toMatch(/^[\dA-Za-z_-]{43}$/);
    expect(payload.hookId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(payload.userId).toMatch(/^\d{21}$/);
  });

  it('of a full name agrees with those of its parts', () => {
    const { name, profile } = Object(
      redactUser({ name: 'Ada Lovelace', profile: { givenName: 'Ada', familyName: 'Lovelace' } }),
    );
    expect(name).toBe(`${profile.givenName} ${profile.familyName}`);
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  });

  it('of a birthday is a date, and of a picture a picture URL', () => {
    const { profile, avatar } = Object(
      redactUser({ avatar: 'http://cdn.test/u/ada.PNG?s=2', profile: { birthdate: '1815-12-10' } }),
    );
    expect(profile.birthdate).toMatch(/^(19|20)\d\d-(0\d|1[0-2])-[0-2]\d$/);
    expect(avatar).toMatch(/^http:\/\/example\.com\/images\/\w{12}\.png$/);
  });
});

describe('one person', () => {
  it('has the same id everywhere', () => {
    const { payload } = redact(payloadOf('User.Data.Updated/patch-users-userid'));
    const { path, params, data } = Object(payload);
    expect(data.id).toMatch(/^[\da-z]{12}$/);
    expect(params.userId).toBe(data.id);
    expect(path).toBe(`/users/${data.id}`);
    const { payload: signIn } = redact(payloadOf('PostSignIn/interaction-signin'));
    expect(get(signIn, 'user.id')).toBe(signIn.userId);
  });

  it('is replaced in other texts, except in words that only contain a short name', () => {
    const { payload, text } = redact({
      event: 'PostSignIn',
      userId: 'u3k9f2xq7b1m',
      user: {
        id: 'u3k9f2xq7b1m',
        username: 'ada',
        name: 'Ada Lovelace',
        primaryPhone: '12025550143',
      },
      application: {
        id: 'x',
        type: 'SPA',
        name: "Ada's metadata shop",
        description:
          'Ask ADA LOVELACE, ada@corp.test or +1 202 555 0143 (user-u3k9f2xq7b1m, 10.0.0.9).',
      },
      path: '/u/u3k9f2xq7b1m/by/ada%40corp.test',
    });
    const { name, description } = Object(payload.application);
    expect(name).toMatch(/^\w+'s metadata shop$/);
    expect(description).toMatch(
      /^Ask \w+ \w+, [\w.]+@example\.com or \+\d \d{3} \d{3} \d{4} \(user-\w{12}, [\d.]+\)\.$/,
    );
    expectGone(text, [
      'u3k9f2xq7b1m',
      'ada lovelace',
      'lovelace',
      'corp.test',
      '555 0143',
      '10.0.0.9',
    ]);
    expect(String(payload.path)).toMatch(/^\/u\/\w{12}\/by\/[\w.]+%40example\.com$/);
  });
});

it.each(['İbrahim Çelik', '李明', 'Zoë Öst', "O'Brien-Nuñez", 'عمر'])(
  'redaction finds %s inside other texts',
  (name) => {
    const { payload } = redact({
      event: 'PostSignIn',
      user: { name },
      application: { name: `İ shop of ${name}, ${name.toUpperCase()}` },
    });
    const [first = '', ...rest] = name.split(' ');
    const shop = String(get(payload, 'application.name'));
    expect(shop).toMatch(/^İ shop of /);
    for (const word of [first, ...rest]) {
      expect(shop).not.toContain(word);
      expect(shop).not.toContain(word.toUpperCase());
    }
    expect(get(payload, 'user.name')).not.toContain(first);
  },
);

describe('redaction handles', () => {
  it('custom data in any shape', () => {
    const secrets = [
      ...['Ada Lovelace', 'ada@corp.test', '李明', 'Zoë 🦉', 'Brompton Road', 'x@localhost'],
      ...['4929123456781234', '491701234567', '2025550143', '583231', '51.5074', 'QUJDREVG'],
    ];
    const text = `{"event":"User.Data.Updated","matchedRoute":"/users/:userId/custom-data","params":{"userId":"u3k9f2xq7b1m"},"path":"/users/u3k9f2xq7b1m/custom-data","data":{
      "ada@corp.test": {"u3k9f2xq7b1m": ["Ada Lovelace", ["Zo\\u00eb \\ud83e\\udd89", {"x": "李明"}]]},
      "card": 4929123456781234, "call": 491701234567, "phone": 2025550143, "githubId": 583231, "lat": 51.5074,
      "note": "Brompton Road", "empty": "", "n": null, "yes": true, "seats": 12, "price": 1.0, "big": 1e400,
      "since": 1772446530412, "expiresAt": 1772446530, "at": "2026-03-02T10:15:30.449Z", "mail": "x@localhost",
      "blob": "QUJDREVG", "__proto__": {"constructor": "ada@corp.test"}, "dash": "-"
    }}`;
    const { text: redacted, replaced } = redactPayload(text, key);
    expectGone(redacted, secrets);
    for (const secret of secrets) expect(redacted).not.toContain(secret);
    expect(JSON.stringify(replaced)).not.toMatch(/corp\.test|u3k9f2xq7b1m/);
    for (const kept of [
      ...['"empty": ""', '"n": null', '"yes": true', '"seats": 12', '"price": 1.0', '"big": 1e400'],
      ...['"since": 1772446530412', '"expiresAt": 1772446530', '"at": "2026-03-02T10:15:30.449Z"'],
      ...['"card": ', '"__proto__": {"constructor": "', '"dash": "-"'],
    ]) {
      expect(redacted).toContain(kept);
    }
    expect(redacted).toMatch(
      /"card": [1-9]\d{15}, "call": [1-9]\d{11}, "phone": [1-9]\d{9}, "githubId": [1-9]\d{5}, "lat": \d\d\.\d{4},/,
    );
  });

  it('linked accounts', () => {
    const { text, payload } = redact({
      event: 'PostSignIn',
      user: {
        identities: {
          github: {
            userId: '583231',
            details: {
              id: '583231',
              name: 'The Octocat',
              rawData: {
                login: 'octocat',
                bio: 'Lives in SF',
                node_id: 'MDQ6VXNl',
                followers: 4000,
              },
            },
          },
        },
        ssoIdentities: [
          {
            issuer: 'https://login.corp.test/x',
            identityId: 'ada.l',
            detail: { groups: ['board'] },
          },
        ],
      },
    });
    expectGone(text, [
      '583231',
      'Octocat',
      'Lives in SF',
      'MDQ6VXNl',
      'corp.test',
      'ada.l',
      'board',
    ]);
    expect(Object.keys(Object(get(payload, 'user.identities')))).toEqual(['github']);
    expect(get(payload, 'user.identities.github.details.rawData.followers')).toBe(4000);
  });

  it('a new field', () => {
    const { text, payload } = redact({
      event: 'Invitation.Sent',
      status: 201,
      inviter: { displayName: 'Ada Lovelace', locale: 'en-GB' },
      invitee: 'ada@corp.test',
      callbackUrl: 'https://app.corp.test/cb?user=ada',
      clientAddress: '10.9.8.7',
      phoneNumbers: ['+44 20 7946 0958'],
      state: 'pending',
      version: '2.4.1',
      action: 'mailed to eve@corp.test',
      at: '2026-03-02',
    });
    expectGone(text, ['Lovelace', 'en-GB', 'corp.test', '10.9.8.7', '7946']);
    expect(payload).toMatchObject({
      status: 201,
      state: 'pending',
      version: '2.4.1',
      at: '2026-03-02',
    });
  });

  it.each([
    ['username', 'grace_h'],
    ['email', 'grace@corp.test'],
    ['phone', '442079460958'],
  ])('a lockout by %s', (type, value) => {
    const { payload, text } = redact({ event: 'Identifier.Lockout', type, value });
    expectGone(text, [value]);
    expect(payload.type).toBe(type);
    const form = { username: /^[a-z]\w+$/, email: /@example\.com$/, phone: /^\d{12}$/ }[type];
    expect(payload.value).toMatch(form ?? /^$/);
  });

  it("names that are words of Logto's", () => {
    const { payload } = redact({
      event: 'Identifier.Lockout',
      interactionEvent: 'SignIn',
      type: 'username',
      value: 'username',
      path: '/users/users',
      matchedRoute: '/users/:userId',
      method: 'POST',
    });
    expect(payload).toMatchObject({ event: 'Identifier.Lockout', interactionEvent: 'SignIn' });
    expect(payload).toMatchObject({ type: 'username', matchedRoute: '/users/:userId' });
    expect(payload.value).not.toBe('username');
    expect(payload.path).toMatch(/^\/users\/(?!users$)[a-z]{5}$/);
  });

  it('text that is not a JSON object', () => {
    expect(redactPayload('["ada@corp.test"]', key).text).toMatch(/^\["[\w.]+@example\.com"\]$/);
    expect(redactPayload('1', key)).toEqual({ text: '1', replaced: [] });
    expect(() => redactPayload('{"event":', key)).toThrow(SyntaxError);
  });

  it('5,000 members and megabytes of text in bounded time', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `u${String(index).padStart(11, '0')}`);
    const { payload, text } = redact({
      event: 'Organization.Membership.Updated',
      addedUserIds: ids,
      removedUserIds: ids,
      note: 'a'.repeat(1_000_000),
      more: `${'1 '.repeat(500_000)}@`,
    });
    expect(payload.addedUserIds).toEqual(payload.removedUserIds);
    expect(new Set(Object(payload.addedUserIds)).size).toBe(5000);
    expect(text).not.toMatch(/u0{7}\d{4}/); // All ids are found in one search.
    const deep = `{"customData":${'['.repeat(50_000)}"ada@corp.test"${']'.repeat(50_000)}}`;
    expect(redactPayload(deep, key).text).not.toContain('corp');
  });
});
