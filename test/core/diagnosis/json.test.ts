import { describe, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';
import { bodies, expectDiagnosis, hmac, richBody } from '../../helpers/diagnosis.ts';
import { escaped, jsonbOrder, php, sorted, spaced } from '../../helpers/json-stacks.ts';

type Write = (body: string) => string;
const html = /[<>&\u2028\u2029]/g;

const asIs: Write = (body) => body;
const indented =
  (indent: number | string): Write =>
  (body) =>
    JSON.stringify(JSON.parse(body), null, indent);
const python: Write = (body) => spaced(JSON.parse(body));
const sortedKeys: Write = (body) => JSON.stringify(sorted(JSON.parse(body)));

const topLevelSorted: Write = (body) =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).sort()));

/** Whitespace alone is recovered in both directions. */
const layouts: [name: string, Write, RegExp][] = [
  ['2 spaces', indented(2), /indent of 2 spaces/],
  ['4 spaces', indented(4), /indent of 4 spaces/],
  ['tabs', indented('\t'), /indent of a tab/],
  ['2 spaces and a newline', (body) => `${indented(2)(body)}\n`, /2 spaces, with a line break/],
  ['spaces after separators', python, /space after each comma/],
];

describe.each(bodies)('diagnoseSignature for the body %.40s…', (body) => {
  test.each(layouts)('explains a body signed with %s', (_, write, message) => {
    const signature = hmac(write(body));
    expectDiagnosis({ body, signature, cause: 'body-reformatted', message });
  });

  test.each(layouts)('explains a body that arrived with %s', (_, write) => {
    const message = /serialized without whitespace/;
    const signature = hmac(body);
    expectDiagnosis({ body: write(body), signature, cause: 'body-reformatted', message });
  });

  test.each<[string, Write, RegExp]>([
    ['sorted', sortedKeys, /keys sorted, without whitespace/],
    [
      'sorted at the top level',
      topLevelSorted,
      /(top-level object|keys) sorted, without whitespace/,
    ],
    ['sorted and indented', (text) => indented(2)(sortedKeys(text)), /sorted, with an indent/],
    ['sorted by Python', (text) => python(sortedKeys(text)), /sorted, with a space/],
    ['as jsonb', (text) => spaced(jsonbOrder(JSON.parse(text))), /jsonb, with a space/],
  ])('explains keys signed %s', (_, write, message) => {
    const signature = hmac(write(body));
    expectDiagnosis({ body, signature, cause: 'body-key-order', message });
  });

  test('explains a body that was stringified twice on either side', () => {
    const twice = JSON.stringify(body);
    expectDiagnosis({ body: twice, signature: hmac(body), cause: 'body-quoted' });
    expectDiagnosis({ body, signature: hmac(twice), cause: 'body-quoted' });
  });
});

describe('diagnoseSignature for a body that stacks serialize differently', () => {
  test.each<[string, DiagnosisCause, signed: Write, here: Write, RegExp]>([
    ['Python signed', 'body-escapes', (b) => escaped(python(b)), asIs, /uxxxx.*Python/],
    ['Python here', 'body-escapes', asIs, (b) => escaped(python(b)), /without unnecessary escapes/],
    [
      'Python, sorted',
      'body-key-order',
      (b) => escaped(python(sortedKeys(b))),
      asIs,
      /sorted.*\\uxxxx/,
    ],
    ['PHP signed', 'body-escapes', php, asIs, /PHP/],
    ['PHP here', 'body-escapes', asIs, php, /without unnecessary escapes/],
    ['PHP, pretty', 'body-escapes', (b) => php(indented(4)(b)), asIs, /PHP.*4 spaces/],
    ['PHP, unescaped unicode', 'body-escapes', (b) => b.replaceAll('/', '\\/'), asIs, /slashes/],
    [
      'PHP arrays signed',
      'body-empty-objects',
      (b) => php(b.replace('{}', '[]')),
      asIs,
      /\[\] instead/,
    ],
    ['Go struct', 'body-escapes', (b) => escaped(b, html), asIs, /Go/],
    ['Go map', 'body-key-order', (b) => escaped(sortedKeys(b), html), asIs, /sorted.*Go/],
    ['Go map here', 'unknown', asIs, (b) => escaped(sortedKeys(b), html), /Cause unknown/],
    ['doubles here', 'body-numbers', asIs, (b) => b.replace('[1,', '[1.0,'), /numbers/],
    [
      'doubles on both sides',
      'body-reformatted',
      doubles(asIs),
      doubles(indented(2)),
      /whitespace/,
    ],
  ])('explains %s: %s', (_, cause, signed, here, message) => {
    const signature = hmac(signed(richBody));
    expectDiagnosis({ body: here(richBody), signature, cause, message });
  });

  function doubles(write: Write): Write {
    return (body) => write(body).replace(/\b1,/, '1.0,');
  }
});

test('diagnoseSignature knows the escapes of .NET and Gson', () => {
  const body = '{"a":"<b> & \'c\' = \\"d\\" é"}';
  const dotnet = '{"a":"\\u003Cb\\u003E \\u0026 \\u0027c\\u0027 = \\u0022d\\u0022 \\u00E9"}';
  const gson = '{"a":"\\u003cb\\u003e \\u0026 \\u0027c\\u0027 \\u003d \\"d\\" é"}';
  for (const [written, message] of [
    [dotnet, /NET/],
    [gson, /Gson/],
  ] as const) {
    expectDiagnosis({ body, signature: hmac(written), cause: 'body-escapes', message });
    expectDiagnosis({ body: written, signature: hmac(body), cause: 'body-escapes' });
  }
});

test('diagnoseSignature undoes the {} that PHP turned into []', () => {
  const body = '{"path":"/users","params":{},"data":{"customData":{}}}';
  const here = php(body.replaceAll('{}', '[]'));
  expectDiagnosis({ body: here, signature: hmac(body), cause: 'body-empty-objects' });
});

describe("diagnoseSignature recognizes the key order of a payload from Logto's log", () => {
  test.each(realDeliveries)('$name', ({ body, signingKey }) => {
    expectDiagnosis({
      body: spaced(jsonbOrder(JSON.parse(body))),
      signature: hmac(body, signingKey),
      signingKey,
      cause: 'body-key-order',
      message: /Logto's order/,
    });
  });
});
