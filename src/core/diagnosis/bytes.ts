import type { Candidate } from './candidate.ts';
import type { DiagnosisCause } from './cause.ts';

/** Yields changes to the bytes of a body that do not depend on its content. */
export function* byteCandidates(body: Buffer): Generator<Candidate> {
  yield {
    body: '',
    diagnosis: {
      cause: 'body-empty',
      message: 'This is the signature of an empty body.',
      remedy: 'Sign the body after it is complete, and make sure nothing consumed it before.',
    },
  };
  yield* outerWhiteSpace(body);
  yield* byteOrderMark(body);
  yield* lineBreaks(body);
}

function* outerWhiteSpace(body: Buffer): Generator<Candidate> {
  const explain = candidatesOf(
    'body-white-space',
    'Sign, send and verify the same bytes: editors and echo add line breaks, curl -d removes them.',
  );
  const text = body.toString('latin1');
  if (text.endsWith('\n')) {
    const kept = body.subarray(0, text.endsWith('\r\n') ? -2 : -1);
    yield explain(kept, 'The body ends with a line break that was not signed.');
  }
  const [start, end] = contentOf(body);
  if (end - start < body.length) {
    const content = body.subarray(start, end);
    yield explain(content, 'The body has whitespace around it that was not signed.');
  }
  for (const lineBreak of ['\n', '\r\n']) {
    const ended = Buffer.concat([body, Buffer.from(lineBreak)]);
    yield explain(ended, 'The signed body ended with a line break that is missing here.');
  }
}

function* byteOrderMark(body: Buffer): Generator<Candidate> {
  const explain = candidatesOf(
    'body-byte-order-mark',
    'Write the body as UTF-8 without a byte order mark.',
  );
  const mark = Buffer.from('\uFEFF');
  yield body.subarray(0, mark.length).equals(mark)
    ? explain(
        body.subarray(mark.length),
        'The body begins with a byte order mark that was not signed.',
      )
    : explain(
        Buffer.concat([mark, body]),
        'The signed body began with a byte order mark that is missing here.',
      );
}

function* lineBreaks(body: Buffer): Generator<Candidate> {
  const explain = candidatesOf(
    'body-line-breaks',
    'Sign, send and verify the same bytes: git, editors and curl -d change line breaks.',
  );
  const text = body.toString('latin1');
  if (!text.includes('\n')) return;
  const versions = [
    [text.replaceAll('\r\n', '\n'), 'LF line breaks where this one has CRLF'],
    [text.replace(/\r?\n/g, '\r\n'), 'CRLF line breaks where this one has LF'],
    [text.replace(/[\r\n]/g, ''), 'no line breaks where this one has some'],
  ] as const;
  for (const [version, what] of versions) {
    if (version === text) continue;
    yield explain(Buffer.from(version, 'latin1'), `The signed body had ${what}.`);
  }
}

/** Returns a function that makes candidates with one cause and remedy. */
function candidatesOf(cause: DiagnosisCause, remedy: string) {
  return (body: Uint8Array, message: string): Candidate => ({
    body,
    diagnosis: { cause, message, remedy },
  });
}

/** Returns where the content of a body begins and ends, without surrounding whitespace. */
function contentOf(body: Buffer): [start: number, end: number] {
  let start = 0;
  let end = body.length;
  while (start < end && isSpace(body[start])) start += 1;
  while (end > start && isSpace(body[end - 1])) end -= 1;
  return [start, end];
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
