import { previewResponse } from '../../cli/output/delivery/body.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { isLoopback } from '../../core/http/loopback.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import type { TestSend } from '../webhook/send-test.ts';

/** Renders `✓ 2xx User.Created`, or why it failed. */
export function renderTestSend(
  { event, ok, status, body, reason }: TestSend,
  width: number,
  style: Style,
): string[] {
  const name = style.bold(event.padEnd(width));
  if (ok) return [`${style.green('✓ 2xx')} ${name}`];
  if (status === null) {
    return [`${style.red('✗    ')} ${name}  ${style.red(plainText(reason, 200))}`];
  }
  const lines = previewResponse(Buffer.from(body)).map((line) => `      ${style.dim(line)}`);
  return [`${style.red(`✗ ${status}`)} ${name}  the endpoint responded with ${status}`, ...lines];
}

/** Renders what to check if Logto could not reach the endpoint. */
export function explainUnreached(url: string, style: Style): string {
  const isOurs = URL.canParse(url) && isLoopback(new URL(url));
  return style.dim(
    isOurs
      ? 'Logto sends this itself: localhost is the machine that Logto runs on.'
      : 'Logto sends this itself: check that it can reach the URL.',
  );
}

export function renderTestSummary(results: readonly TestSend[], style: Style): string {
  const ok = results.filter((one) => one.ok).length;
  const failed = results.length - ok;
  const bad = failed > 0 ? style.red(`${failed} failed`) : '0 failed';
  return `${results.length} sent by Logto, ${style.green(`${ok} ok`)}, ${bad}`;
}

/** Returns the `--json` record. */
export function toTestSendRecord({ event, ok, status, body, reason }: TestSend, url: string) {
  const response = status === null ? null : { status, body };
  return {
    type: 'test',
    event,
    to: maskUrl(url),
    ok,
    response,
    error: reason === '' ? null : reason,
  };
}
