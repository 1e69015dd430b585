import { type Experiment, hmac, signing } from './experiment.ts';
import {
  asIs,
  compact,
  dotnet,
  emptyObjectsAsArrays,
  htmlAsGo,
  htmlAsGson,
  indented,
  slashes,
  sorted,
  sortedAsJsonb,
  sortedOutside,
  spaced,
  unicode,
  type Writer,
  writer,
} from './json-writer.ts';

/** The remedy for verifying anything but the raw bytes. */
export const verifyRaw =
  'Verify the raw body, byte for byte as it arrived, before anything parses it.';

const python = "as Python's json.dumps does";
const php = "as PHP's json_encode does";

const goMap = writer(
  'body-key-order',
  "as Go's json.Marshal writes a map (keys sorted; <, > and & escaped)",
  compact,
  htmlAsGo,
  sorted,
);

/** The likeliest first; if two write the same, the first is reported. */
const writers: readonly Writer[] = [
  writer('body-reformatted', `${python} (with spaces after commas and colons)`, spaced, unicode),
  writer(
    'body-reformatted',
    `${python} with ensure_ascii=False (with spaces after commas and colons)`,
    spaced,
  ),
  writer(
    'body-escapes',
    `${python} with compact separators (non-ASCII characters escaped)`,
    compact,
    unicode,
  ),
  writer('body-key-order', `${python} with sort_keys`, spaced, unicode, sorted),
  writer(
    'body-key-order',
    `${python} with sort_keys and compact separators`,
    compact,
    unicode,
    sorted,
  ),
  writer('body-key-order', `${python} with sort_keys and ensure_ascii=False`, spaced, asIs, sorted),
  writer('body-key-order', 'with its keys sorted', compact, asIs, sorted),
  writer(
    'body-key-order',
    'with the keys of the outermost object sorted',
    compact,
    asIs,
    sortedOutside,
  ),
  goMap,
  {
    id: 'body-key-order',
    phrase: "as Go's json.Encoder writes a map (keys sorted, with a line break at the end)",
    write: (body) => `${goMap.write(body)}\n`,
  },
  writer(
    'body-escapes',
    "as Go's json package and Rails' to_json do (<, > and & escaped)",
    compact,
    htmlAsGo,
  ),
  writer(
    'body-empty-objects',
    `${php} (slashes and non-ASCII characters escaped, {} turned into [])`,
    compact,
    (text) => unicode(slashes(text)),
    emptyObjectsAsArrays,
  ),
  writer('body-escapes', `${php} (slashes and non-ASCII characters escaped)`, compact, (text) =>
    unicode(slashes(text)),
  ),
  writer(
    'body-empty-objects',
    `${php} with JSON_UNESCAPED_SLASHES`,
    compact,
    unicode,
    emptyObjectsAsArrays,
  ),
  writer(
    'body-empty-objects',
    `${php} with JSON_UNESCAPED_UNICODE`,
    compact,
    slashes,
    emptyObjectsAsArrays,
  ),
  writer('body-escapes', `${php} with JSON_UNESCAPED_UNICODE (slashes escaped)`, compact, slashes),
  writer(
    'body-empty-objects',
    `${php} with unescaped slashes and Unicode ({} turned into [])`,
    compact,
    asIs,
    emptyObjectsAsArrays,
  ),
  writer('body-escapes', "as Gson does (<, >, &, = and ' escaped)", compact, htmlAsGson),
  writer(
    'body-escapes',
    "as .NET's System.Text.Json does (non-ASCII characters and HTML escaped)",
    compact,
    dotnet,
  ),
  writer('body-reformatted', 'with an indent of 2 spaces', indented('  ')),
  writer('body-reformatted', 'with an indent of 4 spaces', indented('    ')),
  writer('body-reformatted', 'with an indent of a tab', indented('\t')),
  writer('body-reformatted', `${python} with an indent of 2`, indented('  '), unicode),
  writer('body-reformatted', `${python} with an indent of 4`, indented('    '), unicode),
  writer(
    'body-reformatted',
    `${php} with JSON_PRETTY_PRINT`,
    indented('    '),
    (text) => unicode(slashes(text)),
    emptyObjectsAsArrays,
  ),
  writer('body-key-order', "as PostgreSQL's jsonb does", spaced, asIs, sortedAsJsonb),
  writer('body-reformatted', 'with a space after each colon', {
    comma: ',',
    colon: ': ',
    indent: '',
  }),
  {
    id: 'body-reformatted',
    phrase: 'as Java with Jackson pretty-prints it',
    write: (body) =>
      JSON.stringify(JSON.parse(body), null, 2).replace(/^( *"(?:[^"\\]|\\.)*"):/gm, '$1 :'),
  },
];

/** Experiments with bodies that were parsed and serialized again, as in different languages. */
export const rewrittenBodyExperiments: readonly Experiment[] = writers.map(toExperiment);

/** The experiment that only a body that JavaScript would write otherwise can prove. */
export const javascriptBodyExperiment: Experiment = toExperiment({
  id: 'body-reformatted',
  phrase: 'as JSON.stringify does',
  write: (body) => JSON.stringify(JSON.parse(body)),
});

function toExperiment({ id, phrase, write }: Writer): Experiment {
  return signing(
    id,
    ({ body, key }) => hmac(key, write(body)),
    {
      message: `The receiver verifies the parsed body, serialized again ${phrase}, instead of the raw body.`,
      change: `signed over its JSON written ${phrase}`,
      remedy: verifyRaw,
    },
    { needsSpecialCharacters: true },
  );
}
