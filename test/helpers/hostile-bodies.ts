/** The size of each body in bytes; `--max-body` is 5 MB by default. */
const size = 4_900_000;

const envelope =
  '"createdAt":"2026-01-01T00:00:00.000Z","hookId":"w4ne1hk2xq9c0m5zt8rav","ip":"::1"';

/** Repeats pieces up to the size. */
function filled(open: string, piece: (index: number) => string, close: string): Buffer {
  const pieces: string[] = [];
  for (let length = open.length + close.length; ; ) {
    const next = piece(pieces.length);
    length += next.length + 1;
    if (length > size) break;
    pieces.push(next);
  }
  return Buffer.from(open + pieces.join(',') + close);
}

function payload(event: string, rest: string): string {
  return `{"event":"${event}",${envelope},${rest}`;
}

/** A realistic payload of the same size: a user with much custom data. */
export const goodBody = filled(
  payload(
    'User.Created',
    '"data":{"id":"u3k9abcdefgh","username":null,"primaryEmail":null,"primaryPhone":null,"name":null,"avatar":null,"identities":{},"lastSignInAt":null,"createdAt":1,"updatedAt":1,"profile":{},"applicationId":null,"isSuspended":false,"customData":{"notes":[',
  ),
  (index) => `"note ${index}: ${'x'.repeat(400)}"`,
  ']}}}',
);

/** Bodies that are expensive to parse, check or show as a whole. */
export const hostileBodies: readonly (readonly [what: string, body: Buffer])[] = [
  [
    'a million IDs that are numbers',
    filled(
      payload('Organization.Membership.Updated', '"organizationId":"o","addedUserIds":['),
      () => '1',
      ']}',
    ),
  ],
  [
    'a million scopes that are empty',
    filled(payload('Role.Scopes.Updated', '"data":['), () => '{}', ']}'),
  ],
  [
    'a million identities in a union',
    filled(payload('User.Data.Updated', '"data":{"ssoIdentities":['), () => '1', ']}}'),
  ],
  [
    'a million parameters that are numbers',
    filled(payload('User.Created', '"params":{'), (index) => `"${index.toString(36)}":1`, '}}'),
  ],
  ['a million keys', filled(payload('PostSignIn', '"x":{'), (i) => `"${i.toString(36)}":1`, '}}')],
  ['objects that all differ', filled('[', (index) => `{"${index.toString(36)}":1}`, ']')],
  ['a million empty objects', filled('[', () => '{}', ']')],
  ['arrays nested a million deep', Buffer.from('['.repeat(size / 2) + ']'.repeat(size / 2))],
  ['objects nested a million deep', Buffer.from(`${'{"a":'.repeat(8e5)}1${'}'.repeat(8e5)}`)],
  ['one endless event name', Buffer.from(`{"event":"${'\\u001b[2J'.repeat(5e5)}"}`)],
  [
    'one endless key',
    Buffer.from(`${payload('User.Created', `"params":{"${'x'.repeat(size - 300)}":1`)}}}`),
  ],
];
