import { type JsonTree, parseTree, writeTree } from '../json/tree.ts';
import type { Candidate } from './candidate.ts';
import { arrangements } from './json-arrangements.ts';
import { escapings, layouts } from './json-styles.ts';

const remedy = 'Do not parse and re-serialize the body: sign, send and verify the same raw bytes.';

/**
 * Bytes of the largest body to parse (Logto's largest fits), and of the text to write while searching for a
 * cause.
 */
const bodyLimit = 512 * 1024;
const writtenLimit = 8 * 1024 ** 2;

/** Yields the same JSON as other programs write it, the likeliest first. */
export function* jsonCandidates(body: Buffer): Generator<Candidate> {
  if (body.length > bodyLimit) return;
  const text = decode(body);
  const tree = parseTree(text);
  if (!tree) return;
  yield* quotedJson(text, tree);
  yield* restyled(tree);
  yield* renumbered(text);
}

function decode(body: Buffer): string {
  const encoding = body[0] === 0xff && body[1] === 0xfe ? 'utf16le' : 'utf8';
  return body.toString(encoding).replace(/^\uFEFF/, '');
}

/** Yields JSON inside a JSON string: stringified twice, or not often enough. */
function* quotedJson(text: string, tree: JsonTree): Generator<Candidate> {
  const cause = 'body-quoted';
  if (tree.kind === 'string') {
    const message =
      'The body is a JSON string that contains the signed one: it was stringified twice.';
    yield { body: tree.value, diagnosis: { cause, message, remedy } };
  }
  const message =
    'The signed body was a JSON string that contains this one: it was stringified twice.';
  yield { body: JSON.stringify(text), diagnosis: { cause, message, remedy } };
}

function* restyled(tree: JsonTree): Generator<Candidate> {
  const [compact] = layouts;
  const tried = new Set<string>();
  const plain = writeTree(tree, compact, ({ value }) => JSON.stringify(value));
  let written = plain.length;
  for (const arrangement of arrangements) {
    const arranged = arrangement.arrange(tree);
    for (const { write, pattern, phrase } of escapings) {
      if (pattern && plain.search(pattern) < 0) continue;
      const key = writeTree(arranged, compact, write);
      written += key.length;
      if (tried.has(key)) continue; // It is the same in every layout.
      tried.add(key);
      const cause = arrangement.cause ?? (phrase ? 'body-escapes' : 'body-reformatted');
      for (const layout of layouts) {
        if (written > writtenLimit) return;
        const text = writeTree(arranged, layout, write);
        written += text.length;
        yield* rewritten(text, cause, [arrangement.phrase, phrase, layout.phrase]);
      }
    }
  }
}

/** Yields numbers as JavaScript writes them: 1.0 becomes 1, and keys such as "1" come first. */
function* renumbered(text: string): Generator<Candidate> {
  const value: unknown = JSON.parse(text);
  for (const indent of ['', '  ', '    ', '\t']) {
    const written = JSON.stringify(value, null, indent);
    yield* rewritten(written, 'body-numbers', ['with numbers as JSON.stringify writes them']);
  }
}

function* rewritten(
  text: string,
  cause: Candidate['diagnosis']['cause'],
  phrases: readonly (string | undefined)[],
): Generator<Candidate> {
  for (const [end, phrase] of ends) {
    const how = [...phrases, phrase].filter((part) => part !== undefined);
    const message = `The signed body was the same JSON, serialized ${how.join(', ')}.`;
    yield { body: text + end, diagnosis: { cause, message, remedy } };
  }
}

const ends = [
  ['', undefined],
  ['\n', 'with a line break at the end'],
] as const;
