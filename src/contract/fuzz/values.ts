import * as fc from 'fast-check';
import {
  asNode,
  type JsonSchema,
  resolve,
} from '../../core/payload/json-schema/json-schema-node.ts';

/** A generated value, or undefined if the field is absent. */
export type FieldValue = fc.Arbitrary<unknown>;

/** Text that often breaks programs. Logto's database can store all of it, but no NUL. */
const oddTexts = [
  ...[
    '',
    ' ',
    "O'Brien",
    '"quoted"',
    'a\\b',
    'a\nb\tc',
    '<b>&amp;</b>',
    '%s %n',
    '{{7*7}}',
    '$(x)',
  ],
  ...['null', 'undefined', 'true', '0', '-1', 'NaN', '__proto__', 'constructor', '../../etc'],
  ...['李小龍', 'नमस्ते', 'שלום', 'e\u0301', '👩🏽‍💻', '\u202e', '\u2028', '\u001f', '\ufeff', 'ß'],
] as const;

/** Any characters that PostgreSQL can store as UTF-8: no NUL and no lone surrogates. */
const anyText = (maxLength: number) =>
  fc.string({ unit: 'binary', maxLength }).map((text) => text.replaceAll('\0', ''));

/** Generates text of up to a number of characters: short and plain, odd, or as long as allowed. */
function text(maxLength: number): FieldValue {
  return fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(...oddTexts),
    anyText(40),
    // Half of them have the maximum length.
    fc.nat(2 * maxLength).map((length) => 'x'.repeat(Math.min(length, maxLength))),
  );
}

/** Milliseconds from 1970 to the end of the year 9999. */
const time = fc.oneof(
  fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31 * 1000, 253_402_300_799_999),
  fc.nat(253_402_300_799_999),
);

const largestInteger = 2 ** 31 - 1;

/** Numbers that fit PostgreSQL's integer columns. */
const integer = fc.oneof(fc.constantFrom(0, 1, largestInteger), fc.nat(largestInteger));

const id = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'),
    minLength: length,
    maxLength: length,
  });

const number = fc.oneof(
  fc.constantFrom(0, -1, 1e21, 5e-7, 0.1, 2 ** 53 - 1, -(2 ** 53 - 1), 1.5e300),
  fc.integer(),
);

const plainKey = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('', '__proto__', 'constructor', 'toString', 'a.b', 'ключ', '$ne', '0'),
);

const json = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    text(1000),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(plainKey, tie('value'), { maxKeys: 5 }),
}));

/** Any JSON that a tenant may store or a later version may add. */
export const anyJson: FieldValue = json.value;
const anyObject = json.object;

const url = fc.webUrl({ withQueryParameters: true });
const optional = { requiredKeys: [] as never[] };

/** The OpenID Connect claims that Logto keeps in a user's profile. */
const profile = fc.record(
  {
    familyName: text(128),
    givenName: text(128),
    middleName: text(128),
    nickname: text(128),
    preferredUsername: text(128),
    profile: url,
    website: url,
    gender: text(32),
    birthdate: fc.constantFrom('1906-12-09', '0000-12-09', '1906'),
    zoneinfo: fc.constantFrom('Europe/Paris', 'America/Argentina/Buenos_Aires'),
    locale: fc.constantFrom('en', 'pt-BR', 'zh-Hant-TW'),
    address: fc.record(
      { formatted: text(256), locality: text(128), postalCode: text(16), country: text(64) },
      optional,
    ),
  },
  optional,
);

const identity = fc.record({ userId: text(128), details: anyObject }, { requiredKeys: ['userId'] });

/** Fields with narrower values than their schema; lengths of text are those of Logto's columns. */
const namedValues: readonly (readonly [name: RegExp, value: FieldValue])[] = [
  [/^primaryEmail$/, fc.emailAddress()],
  [/^primaryPhone$/, fc.stringMatching(/^[1-9][0-9]{6,14}$/)],
  [/^username$/, fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/)],
  [/^avatar$|^cimdClientId$/, url],
  [/^(?:userIp|ip)$/, fc.oneof(fc.ipV4(), fc.ipV6())],
  [/^userAgent$/, fc.oneof(fc.stringMatching(/^[\x21-\x7e]{1,40}$/), longHeader())],
  [/^id$|Id$|Ids$/, fc.oneof(id(12), id(21))],
  [/^name$|^value$|^recipient$/, text(128)],
  [/^description$/, text(256)],
  [/^profile$/, profile],
  [/^identities$/, fc.dictionary(fc.constantFrom('google', 'github', 'wechat'), identity)],
  [/^ssoIdentities$/, fc.array(ssoIdentity(), { maxLength: 3 })],
  [/^branding$/, fc.record({ logoUrl: url, darkLogoUrl: url, favicon: url }, optional)],
  [/^color$/, fc.record({ primaryColor: fc.constantFrom('#5d34f2', '#000') }, optional)],
  [/^customCss$/, fc.oneof(fc.constant(null), text(10_000))],
];

function ssoIdentity(): FieldValue {
  return fc.record({ id: id(21), issuer: url, identityId: text(128), detail: anyObject });
}

function longHeader(): FieldValue {
  return fc.nat(4000).map((length) => `x${'y'.repeat(length)}`);
}

/**
 * Returns generated values for a field, by its schema and name.
 * @param node the schema of the field
 * @param name the field's name; that of the list for an item
 * @param root the document that `node` refers to
 */
export function valuesOf(node: JsonSchema, name: string, root: JsonSchema): FieldValue {
  const resolved = resolve(node, root);
  const { anyOf, type, examples, properties } = resolved;
  if (anyOf) return fc.oneof(...anyOf.map((branch) => valuesOf(branch, name, root)));
  const types = [type].flat();
  const plain = types.filter((one) => one !== 'null');
  const named = namedValues.find(([pattern]) => pattern.test(name))?.[1];
  if (plain.length < types.length) {
    const values = plain.flatMap((one) =>
      one === undefined ? [] : [valuesOf({ ...resolved, type: one }, name, root)],
    );
    return fc.oneof(fc.constant(null), ...values);
  }
  if (examples && plain[0] === 'string') return fc.constantFrom(...examples);
  switch (plain[0]) {
    case 'boolean':
      return fc.boolean();
    case 'number':
      return /At$/.test(name) ? time : integer;
    case 'string':
      return named ?? text(1000);
    case 'array':
      return name === 'ssoIdentities' && named ? named : listOf(resolved, name, root);
    case 'object':
      return properties ? objectOf(resolved, root) : (named ?? anyObject);
    default:
      return named ?? anyJson;
  }
}

/** The most items of a list that Logto sends. */
const mostItems = 5000;

function listOf(node: JsonSchema, name: string, root: JsonSchema): FieldValue {
  const item = asNode(node.items);
  const value = item ? valuesOf(item, name, root) : anyJson;
  const isOfIds = /Ids$/.test(name);
  const few = fc.array(value, { minLength: isOfIds ? 1 : 0, maxLength: 3 });
  // An empty list of IDs is absent instead.
  if (!isOfIds) return fc.oneof(fc.constant([]), few);
  const many = fc
    .integer({ min: 1, max: mostItems })
    .map((length) => Array.from({ length }, (_, index) => `u${index}`.padEnd(12, '0')));
  return fc.oneof(few, many);
}

function objectOf({ properties = {}, required = [] }: JsonSchema, root: JsonSchema): FieldValue {
  const fields = Object.entries(properties).flatMap(([name, value]) => {
    const node = asNode(value);
    return node ? [[name, valuesOf(node, name, root)] as const] : [];
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}
