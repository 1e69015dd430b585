import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadFixture } from '../../core/fixtures/fixtures.ts';
import type { Redeliverable } from '../../core/history/replay-request.ts';
import { compactJsonText } from '../../core/json/tokens.ts';
import { freshMessage } from '../../core/logto/message.ts';
import { logtoHeaders } from '../../core/logto/request-headers.ts';
import { sign } from '../../core/logto/signature.ts';
import { tamperBody } from '../../core/logto/tamper.ts';
import { parsePath, setPath } from '../../core/payload/path.ts';
import type { Sample } from '../inspector/source.ts';

/** Saved fixtures, which win over the built-in ones. */
const fixturesDirectory = path.join('.logto-hooks', 'fixtures');

/**
 * Renders and signs a sample as Logto would.
 * @param cwd the working directory with the saved fixtures
 */
export function renderSample(
  { event, variant, set, signing = 'valid' }: Sample,
  cwd: string,
  signingKey: string,
): Redeliverable {
  const { payload, text: written } = loadFixture(event, variant, savedFixtures(cwd));
  for (const [where, value] of set) setPath(payload, parsePath(where), parseValue(value));
  const text = set.length === 0 ? compactJsonText(written) : JSON.stringify(payload);
  // A date that was set explicitly is kept.
  const isDated = set.some(([where]) => where.trim() === 'createdAt');
  const body = isDated ? Buffer.from(text) : freshMessage(text).render();
  const headers = logtoHeaders(signing === 'none' ? undefined : sign(body, signingKey), []);
  const sent = signing === 'tampered' ? tamperBody(body) : body;
  return { headers, body: sent, wireBody: sent };
}
function savedFixtures(cwd: string): string[] {
  const directory = path.join(cwd, fixturesDirectory);
  return existsSync(directory) ? [directory] : [];
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
