import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePayload } from '../../../src/core/payload/parse.ts';
import { redactPayload } from '../../../src/core/redact/redact.ts';
import { runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { startListener } from '../../helpers/listener.ts';
import { postSigned } from '../../helpers/post.ts';

const key = 'd41f7c'.repeat(10);
const email = 'Grace.Hopper@navy.test';
const agent =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/GRACE) AppleWebKit/537.36 Chrome/119.0.0.0 Mobile Safari/537.36';
const jwt = [
  Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url'),
  Buffer.from('{"sub":"h0pp3r1906xy","name":"Grace Hopper","exp":1795373357}').toString(
    'base64url',
  ),
  'c2lnbmF0dXJlLW9mLWdyYWNlLWhvcHBlcg',
].join('.');
const opaque = 'gho_16C7e42F292c6912E7710c838347Ae178B4a';

function redact(payload: object): Record<string, unknown> {
  return JSON.parse(redactPayload(JSON.stringify(payload), key).text);
}

/** Returns a sign-in of a user with email, name, phone and address, with additional fields. */
const signIn = (more: object) => ({
  event: 'PostSignIn',
  createdAt: '2026-11-22T18:43:53.283Z',
  userAgent: agent,
  ip: '93.184.216.34',
  user: {
    id: 'h0pp3r1906xy',
    primaryEmail: email,
    primaryPhone: '12025550143',
    name: 'Grace Hopper',
    profile: { birthdate: '1906-12-09' },
  },
  ...more,
});

describe('redaction by field name', () => {
  it.each([
    ['agent', agent],
    ['name', "Grace's iPhone"],
    ['publicKey', 'pQECAyYgASFYIPr7'],
    ['credentialId', 'b3Jh'],
    ['key', 'JBSWY3DPEHPK3PXP'],
    ['code', 'hop12'],
  ])('replaces mfaVerifications[].%s', (field, value) => {
    const verification = { id: 'x1y2z3', type: 'WebAuthn', [field]: value, transports: ['usb'] };
    const { user } = redact({ event: 'PostSignIn', user: { mfaVerifications: [verification] } });
    const [redacted] = Object(user).mfaVerifications;
    expect(redacted).toMatchObject({ type: 'WebAuthn', transports: ['usb'] });
    expect(redacted[field]).not.toContain(value);
    expect(redacted[field]).toMatch(field === 'agent' ? /^Mozilla\/5\.0 \(/ : /./);
  });

  it.each([
    'token',
    'deviceToken',
    'refresh_token',
    'cookie',
    'secret',
    'fingerprint',
    'x',
    'hash',
  ])('replaces data.%s of a trusted device', (field) => {
    const data = { id: 'd1', userId: 'u1', expiresAt: 1795373357152, [field]: 'pass-w0rd' };
    const redacted = redact({ event: 'TrustedDevice.Created', data });
    expect(Object(redacted.data)[field]).toMatch(/^[a-z]{4}-[a-z]\d[a-z]{2}$/);
    expect(Object(redacted.data)[field]).not.toBe('pass-w0rd');
    expect(Object(redacted.data).expiresAt).toBe(1795373357152);
  });

  it.each(['description', 'bio', 'note', 'comments', 'about'])(
    'replaces free text called %s',
    (field) => {
      const { data } = redact({ event: 'User.Created', data: { id: 'u', [field]: 'Likes tea' } });
      expect(Object(data)[field]).toMatch(/^[A-Z][a-z]{4} [a-z]{3}$/);
      expect(Object(data)[field]).not.toBe('Likes tea');
    },
  );

  it.each([
    ['born', '1906-12-09', /^(19[5-9]\d|200[0-4])-(0[1-9]|1[0-2])-[012]\d$/],
    ['born', '1906-12-09T00:00:00.000Z', /^(19[5-9]\d|200[0-4])-\d\d-\d\dT00:00:00\.000Z$/],
    ['dob', '12/09/1906', /^\d\d\/\d\d\/(19[5-9]\d|200[0-4])$/],
    ['dateOfBirth', '9 December 1906', /^\d\d? [A-Z][a-z]+ (19[5-9]\d|200[0-4])$/],
    ['day', '2025-06-01', /^(19[5-9]\d|200[0-4])-\d\d-\d\d$/],
    ['since', '1906-12-09', /^(19[5-9]\d|200[0-4])-\d\d-\d\d$/],
    ['birthYear', '1906', /^(19[5-9]\d|200[0-4])$/],
  ])('replaces a date of birth in custom data: %s = %s', (field, value, form) => {
    const { data } = redact({ event: 'User.Created', data: { customData: { [field]: value } } });
    const redacted = Object(data).customData[field];
    expect(redacted).toMatch(form);
    expect(redacted).not.toBe(value);
    expect(redacted).toHaveLength(value.includes('December') ? redacted.length : value.length);
  });

  it('replaces a year of birth with a year, and a day with a day', () => {
    const customData = { born: 1906, birthday: 19061209, age: 85, seats: 85, at: 1772446530412 };
    const { data } = redact({ event: 'User.Created', data: { customData } });
    const redacted = Object(data).customData;
    expect(String(redacted.born)).toMatch(/^(19[5-9]\d|200[0-4])$/);
    expect(String(redacted.birthday)).toMatch(/^(19[5-9]\d|200[0-4])(0[1-9]|1[0-2])[012]\d$/);
    expect(redacted.age).not.toBe(85);
    expect(redacted).toMatchObject({ seats: 85, at: 1772446530412 });
  });
});

describe('redaction by shape', () => {
  const describeRole = (description: string) =>
    String(Object(redact({ event: 'Role.Created', data: { description } }).data).description);

  it.each([
    ['an ISO date', '1906-12-09', /\d{4}-\d\d-\d\d/],
    ['a German date', '9.12.1906', /\d\d?\.\d\d?\.\d{4}/],
    ['an American date', '12/9/1906', /\d\d?\/\d\d?\/\d{4}/],
    ['an English date', 'December 9, 1906', /[A-Z][a-z]+ \d\d?, \d{4}/],
    ['a short date', '9 Dec 1906', /\d\d? [A-Z][a-z]{2} \d{4}/],
    ['an ordinal', '9th Dec. 1906', /\d\d?th [A-Z][a-z]{2}\. \d{4}/],
    ['an email', 'x.y@navy.test', /[\w.]+@example\.com/],
    ['a phone number', '+1 202 555 0143', /\+\d \d{3} \d{3} \d{4}/],
    ['an address', '93.184.216.34', /(\d{1,3}\.){3}\d{1,3}/],
    ['an IPv6 address', '2606:2800:220:1::1', /2001:db8:[\da-f:]+/],
    ['a browser', agent, /Mozilla\/5\.0 \(.*/],
    ['an app', 'LogtoApp/2.1 (iPhone; iOS 17.1)', /Mozilla\/5\.0 \(.*/],
    ['a JSON Web Token', jwt, /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/],
    ['an opaque token', opaque, /[a-z]{3}_\w{36}/],
    ['a digest', '5f4dcc3b5aa765d61d8327deb882cf99', /[\da-f]{32}/],
  ])('replaces %s in free text', (_, value, form) => {
    const redacted = describeRole(`For somebody (${value}) at work`);
    expect(redacted).not.toContain(value);
    expect(redacted).toMatch(new RegExp(`^For somebody \\(${form.source}\\) at work$`));
  });

  it.each([
    'Valid since 2024-05-01',
    'Version 2.4.1',
    'read:users write:users',
    'CI/CD bot no. 12',
  ])('replaces nothing in %j', (text) => {
    expect(describeRole(text)).toBe(text);
  });

  it('replaces a JSON Web Token with another one of the same times', () => {
    const { proof } = redact({ event: 'X', proof: jwt });
    const [header = '', payload = '', signature = ''] = String(proof).split('.');
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"RS256","typ":"JWT"}');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(claims).toMatchObject({ sub: expect.any(String), exp: 1795373357 });
    expect(JSON.stringify(claims)).not.toMatch(/Grace|Hopper|h0pp3r/);
    expect(signature).not.toBe(jwt.split('.')[2]);
  });

  it('replaces a phone number that is a number in an unknown field', () => {
    const { contact } = redact({ event: 'X', contact: 12025550143 });
    expect(String(contact)).toMatch(/^[1-9]\d{10}$/);
    expect(contact).not.toBe(12025550143);
  });
});

/** Encodings of a value; each is found by decoding, whatever else the text contains. */
const encodings: readonly (readonly [
  string,
  (value: string) => string,
  (text: string) => string,
])[] = [
  [
    'base64',
    (value) => Buffer.from(value).toString('base64'),
    (text) => Buffer.from(text, 'base64').toString(),
  ],
  [
    'base64 without padding',
    (value) => Buffer.from(value).toString('base64').replace(/=+$/, ''),
    (text) => Buffer.from(text, 'base64').toString(),
  ],
  [
    'base64url',
    (value) => Buffer.from(value).toString('base64url'),
    (text) => Buffer.from(text, 'base64url').toString(),
  ],
  [
    'base64 of base64',
    (value) => Buffer.from(Buffer.from(value).toString('base64')).toString('base64'),
    (text) => Buffer.from(Buffer.from(text, 'base64').toString(), 'base64').toString(),
  ],
  [
    'hex',
    (value) => Buffer.from(value).toString('hex'),
    (text) => Buffer.from(text, 'hex').toString(),
  ],
  [
    'uppercase hex',
    (value) => Buffer.from(value).toString('hex').toUpperCase(),
    (text) => Buffer.from(text, 'hex').toString(),
  ],
  [
    'percent-encoding',
    (value) => value.replace(/[^\w]/g, encodeURIComponent).replace('.', '%2E'),
    decodeURIComponent,
  ],
  [
    'percent-encoding of everything',
    (value) => `%${Buffer.from(value).toString('hex').match(/../g)?.join('%')}`,
    decodeURIComponent,
  ],
  [
    'JSON escapes',
    (value) => value.replace(/./g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    (text) => JSON.parse(`"${text}"`),
  ],
  ['upper case', (value) => value.toUpperCase(), (text) => text],
  ['lower case', (value) => value.toLowerCase(), (text) => text],
];

describe.each(encodings)('a known value in %s', (_, encode, decode) => {
  const known = [email, 'h0pp3r1906xy', '12025550143', 'Grace Hopper', '93.184.216.34', agent];

  it.each(known)('is replaced: %s', (value) => {
    const encoded = encode(value);
    const payload = signIn({
      ref: encoded,
      query: `state (${encoded}) x`,
      application: { id: 'a', description: `Sign in as ${encoded}.`, name: encoded },
      labels: { [encoded]: true },
    });
    const text = redactPayload(JSON.stringify(payload), key).text;
    expect(text.toLowerCase()).not.toContain(JSON.stringify(encoded).slice(1, -1).toLowerCase());
    const { ref, query, application } = JSON.parse(text);
    expect(decode(ref).toLowerCase()).not.toMatch(/hopper|h0pp3r|555|184\.216|pixel/);
    expect(query).toMatch(/^state \(.*\) x$/);
    expect(application.description).toMatch(/^Sign in as .*\.$/);
  });
});

it('a pseudonym in another encoding is that of the plain value', () => {
  const payload = signIn({ ref: Buffer.from(`user:${email}`).toString('base64') });
  const { user, ref } = redact(payload);
  expect(Buffer.from(String(ref), 'base64').toString()).toBe(`user:${Object(user).primaryEmail}`);
});

it('words that happen to be base64 or hexadecimal stay', () => {
  const words = 'face cafe Test data Management API access added beef deadbeef 20 facade';
  const { application } = redact(signIn({ application: { id: 'x', name: words } }));
  expect(Object(application).name).toBe(words);
});

it('redacted payloads have no drift', () => {
  const customData = { born: '1906-12-09', ref: Buffer.from(email).toString('base64'), jwt };
  const { user } = signIn({});
  const text = JSON.stringify(signIn({ user: { ...user, customData } }));
  const redacted = redactPayload(text, key).text;
  expect(parsePayload(redacted).drift).toEqual(parsePayload(text).drift);
});

it('listen --record --redact saves no known value', async () => {
  const cwd = temporaryDirectory();
  const listener = await startListener(['--record', 'rec', '--redact'], { cwd });
  const secrets = [agent, jwt, opaque, '1906-12-09', Buffer.from(email).toString('base64')];
  const body = signIn({
    note: secrets.join(' '),
    user: { mfaVerifications: [{ type: 'WebAuthn', agent }], customData: { born: '1906-12-09' } },
    application: { name: 'Shop', description: secrets.join(', ') },
  });
  await postSigned(listener.url, Buffer.from(JSON.stringify(body)));
  listener.child.kill('SIGINT');
  await listener.finished;
  const directory = path.join(cwd, 'rec/PostSignIn');
  const saved = readdirSync(directory).map((file) =>
    readFileSync(path.join(directory, file), 'utf8'),
  );
  expect(saved).toHaveLength(1);
  for (const secret of secrets) expect(saved.join('')).not.toContain(secret);
  const sent = await runCli(['send', 'PostSignIn', '--fixtures', 'rec', '--dry-run'], { cwd });
  expect(sent.code).toBe(0);
});
