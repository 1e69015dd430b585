/** The kinds of personal values; a pseudonym has the kind of its original. */
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
