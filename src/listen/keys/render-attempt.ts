import { previewResponse } from '../../cli/output/delivery/body.ts';
import { formatLatency } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { foldHead, foldLine } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { AttemptRecord } from '../inspector/source.ts';

const kinds = {
  forward: 'forwarded',
  replay: 'replayed',
  edited: 'edited and replayed',
  sample: 'sample sent',
} as const satisfies Record<AttemptRecord['kind'], string>;

/**
 * Returns `✓ 200 PostSignIn  replayed · 6bsn1p51 · 4 ms`, and why it failed.
 * @param id of the delivery; null for a sample
 */
export function renderOwnAttempt(
  attempt: AttemptRecord,
  event: string | null,
  id: string | null,
  { style, columns }: { readonly style: Style; readonly columns: number | undefined },
): string[] {
  const name = style.bold(plainText(event ?? '(no event)', 60));
  const facts = [kinds[attempt.kind], id, formatLatency(attempt.latencyMs)].filter(Boolean);
  const head = `${renderOutcome(attempt, style)} ${name}  ${style.dim(facts.join(' · '))}`;
  const details = isTaken(attempt)
    ? []
    : [...explainAttempt(attempt, style), ...renderResponse(attempt, style)];
  return [...foldHead(head, columns), ...details.flatMap((line) => foldLine(`  ${line}`, columns))];
}

/** Returns the beginning of the app's response, as for a forwarded delivery. */
function renderResponse({ status, response }: AttemptRecord, style: Style): string[] {
  if (!response) return [];
  const lines = previewResponse(Buffer.from(response.body));
  if (lines.length === 0) return [style.dim(`Your app responded ${status} with an empty body.`)];
  return [style.dim(`Your app responded ${status}:`), ...lines.map((line) => `  ${line}`)];
}

/** Returns `✓ 200` or `✗ ECONNREFUSED`. */
export function renderOutcome(attempt: AttemptRecord, style: Style): string {
  const outcome = attempt.status ?? attempt.error?.code ?? 'ERROR';
  return isTaken(attempt) ? style.green(`✓ ${outcome}`) : style.red(`✗ ${outcome}`);
}

/** Returns why an attempt failed and what to check, or which redirect lost the event. */
export function explainAttempt({ error, lossy }: AttemptRecord, style: Style): string[] {
  const failure = error ? [style.red(plainText(error.message)), plainText(error.remedy)] : [];
  const loss = lossy
    ? [
        style.yellow(`${lossy.status} to ${plainText(lossy.to)} loses the event:`),
        'Logto follows it with a GET request without a body. Respond with 307 or 308, or use the final URL.',
      ]
    : [];
  return [...failure, ...loss].filter((line) => line !== '');
}

function isTaken({ status, lossy }: AttemptRecord): boolean {
  return status !== null && status >= 200 && status < 300 && lossy === null;
}
