import { isUtf8 } from 'node:buffer';
import type { Candidate } from './candidate.ts';

const asUtf8 = 'Write the body as UTF-8, on disk and on the wire.';
const asBytes = 'Pass the body on as bytes; if it must become text, read and write it as UTF-8.';

/** Yields the same text in another encoding, and text that was read in the wrong one. */
export function* encodingCandidates(body: Buffer): Generator<Candidate> {
  const text = body.toString('utf8');
  yield* utf16(body, text);
  if (!isUtf8(body)) {
    yield {
      body: text,
      diagnosis: {
        cause: 'body-replaced-characters',
        message: 'The signed body had U+FFFD where this one has bytes that are not UTF-8.',
        remedy: asBytes,
      },
    };
  }
  yield* latin1(body, text);
}

function* utf16(body: Buffer, text: string): Generator<Candidate> {
  if (body[0] === 0xff && body[1] === 0xfe) {
    const decoded = body.toString('utf16le').slice(1);
    const message = 'The signed body was this text in UTF-8, but the body here is UTF-16.';
    for (const version of [decoded, decoded.trim()]) {
      yield { body: version, diagnosis: { cause: 'body-utf16', message, remedy: asUtf8 } };
    }
  }
  const message = 'The signed body was this text in UTF-16, but the body here is UTF-8.';
  yield {
    body: Buffer.from(text, 'utf16le'),
    diagnosis: { cause: 'body-utf16', message, remedy: asUtf8 },
  };
}

/** Yields UTF-8 read as Latin-1, and the reverse. */
function* latin1(body: Buffer, text: string): Generator<Candidate> {
  const explain = (candidate: Buffer, message: string): Candidate => ({
    body: candidate,
    diagnosis: { cause: 'body-latin1', message, remedy: asBytes },
  });
  const wider = Buffer.from(body.toString('latin1'), 'utf8');
  if (wider.length === body.length) return; // ASCII only: both encodings give the same bytes.
  yield explain(
    wider,
    isUtf8(body)
      ? 'The signed body was this one, read as Latin-1 and encoded as UTF-8 again.'
      : 'The signed body was this text in UTF-8, but the body here is Latin-1.',
  );
  const narrower = Buffer.from(text, 'latin1');
  if (narrower.toString('latin1') !== text) return; // Latin-1 cannot hold this text.
  yield explain(
    narrower,
    isUtf8(narrower)
      ? 'The body here is the signed one, read as Latin-1 and encoded as UTF-8 again.'
      : 'The signed body was this text in Latin-1, but the body here is UTF-8.',
  );
}
