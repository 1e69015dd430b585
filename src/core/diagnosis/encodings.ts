import { isUtf8 } from 'node:buffer';
import type { Candidate } from './candidate.ts';

const asUtf8 = 'Write the body as UTF-8, on disk as on the wire.';
const asBytes = 'Pass the body on as bytes; where it must become text, read and write it as UTF-8.';

/** The same text in another encoding, and text that went through a wrong one. */
export function* encodingCandidates(body: Buffer): Generator<Candidate> {
  const text = body.toString('utf8');
  yield* utf16(body, text);
  if (!isUtf8(body)) {
    yield {
      body: text,
      diagnosis: {
        cause: 'body-replaced-characters',
        message: 'What was signed has U+FFFD where the body here has bytes that are not UTF-8.',
        remedy: asBytes,
      },
    };
  }
  yield* latin1(body, text);
}

function* utf16(body: Buffer, text: string): Generator<Candidate> {
  if (body[0] === 0xff && body[1] === 0xfe) {
    const decoded = body.toString('utf16le').slice(1);
    const message = 'What was signed is this text in UTF-8, but the body here is in UTF-16.';
    for (const version of [decoded, decoded.trim()]) {
      yield { body: version, diagnosis: { cause: 'body-utf16', message, remedy: asUtf8 } };
    }
  }
  const message = 'What was signed is this text in UTF-16, but the body here is in UTF-8.';
  yield {
    body: Buffer.from(text, 'utf16le'),
    diagnosis: { cause: 'body-utf16', message, remedy: asUtf8 },
  };
}

/** UTF-8 taken for Latin-1, or the other way round. */
function* latin1(body: Buffer, text: string): Generator<Candidate> {
  const explain = (candidate: Buffer, message: string): Candidate => ({
    body: candidate,
    diagnosis: { cause: 'body-latin1', message, remedy: asBytes },
  });
  const wider = Buffer.from(body.toString('latin1'), 'utf8');
  if (wider.length === body.length) return; // All ASCII: the encodings agree.
  yield explain(
    wider,
    isUtf8(body)
      ? 'What was signed is the body here, read as Latin-1 and written as UTF-8 once more.'
      : 'What was signed is this text in UTF-8, but the body here is in Latin-1.',
  );
  const narrower = Buffer.from(text, 'latin1');
  if (narrower.toString('latin1') !== text) return; // Not within Latin-1.
  yield explain(
    narrower,
    isUtf8(narrower)
      ? 'The body here is what was signed, read as Latin-1 and written as UTF-8 once more.'
      : 'What was signed is this text in Latin-1, but the body here is in UTF-8.',
  );
}
