/** What a value that says something of somebody is; its pseudonym is of the same kind. */
export const personalKinds = [
  'email',
  'phone',
  'name',
  'given-name',
  'family-name',
  'organization',
  'username',
  'url',
  'ip',
  'user-agent',
  'id',
  'token',
  'date',
  'locale',
  'time-zone',
  'text',
] as const;

export type PersonalKind = (typeof personalKinds)[number];
