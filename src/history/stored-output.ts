import { previewBody, renderBody } from '../cli/output/delivery/body.ts';
import { renderDelivery, toDeliveryRecord } from '../cli/output/delivery/delivery.ts';
import { formatLatency } from '../cli/output/text/numbers.ts';
import { plainText } from '../cli/output/text/plain-text.ts';
import { formatTimestamp } from '../cli/output/text/time.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { Delivery } from '../core/delivery.ts';
import type { StoredAttempt, StoredDelivery } from '../core/history/record.ts';
import { maskPath, maskUrl } from '../core/http/mask-url.ts';
import { headersToObject, type RawHeaders } from '../core/http/raw-headers.ts';
import { decodeResponse } from '../core/http/response-text.ts';

/**
 * Returns everything about a delivery of the history: verification, headers, body and attempts.
 * @param delivery the same delivery, as it was received
 */
export function renderStored(
  { via, path, attempts, body, headers, isJson }: StoredDelivery,
  delivery: Delivery,
  style: Style,
): string[] {
  const layout = { output: 'pretty', print: 'none', columns: undefined } as const;
  const text = renderBody(body, isJson, style);
  const { key } = delivery.verification;
  return [
    ...renderDelivery(delivery, layout, style),
    ...section(
      'Received',
      [
        `${formatTimestamp(delivery.request.at)}${via === 'http' ? '' : ` via ${via}`}`,
        ...(path ? [`POST ${plainText(maskPath(path))}`] : []),
        ...(key === null ? [] : [`Verified with the key from ${plainText(key)}`]),
      ],
      style,
    ),
    ...section('Headers', renderHeaders(headers, style), style),
    ...section(`Body (${body.length} bytes)`, text, style),
    ...attempts.flatMap((attempt) => renderStoredAttempt(attempt, style)),
  ];
}

function renderStoredAttempt(attempt: StoredAttempt, style: Style): string[] {
  const { kind, at, url, status, latencyMs, error, headers, body, bodyLength, signing } = attempt;
  const isGood = status !== null && status >= 200 && status < 300;
  const outcome = `${isGood ? '✓' : '✗'} ${status ?? error?.code ?? 'ERROR'}`;
  const facts = `${plainText(maskUrl(url))} · ${formatTimestamp(new Date(at))} · ${formatLatency(latencyMs)}`;
  const how = signing === 'original' ? [] : [style.yellow(signingWords[signing])];
  const response = previewBody(decodeResponse({ headers, body }));
  return section(
    kind === 'forward' ? 'Forwarded' : 'Replayed',
    [
      `${isGood ? style.green(outcome) : style.red(outcome)} ${style.dim(facts)}`,
      ...how,
      ...(error ? [plainText(error.message), error.remedy].filter(Boolean) : []),
      ...renderHeaders(headers, style),
      ...(response.length > 0 ? ['', ...response] : []),
      ...(body.length < bodyLength ? [style.dim(`(${bodyLength} bytes in total)`)] : []),
    ],
    style,
  );
}

const signingWords = {
  resigned: 'signed with another key',
  edited: 'edited and re-signed',
} as const;

function section(title: string, lines: readonly string[], style: Style): string[] {
  return ['', style.bold(title), ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}

function renderHeaders(headers: RawHeaders, style: Style): string[] {
  const lines: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i], headers[i + 1]];
    lines.push(`${style.cyan(plainText(name))}: ${plainText(value)}`);
  }
  return lines;
}

/** Returns the `--json` line of a delivery with everything about it. */
export function toStoredRecord(
  { via, path, skipped, wireBody, body, attempts }: StoredDelivery,
  delivery: Delivery,
) {
  return {
    ...toDeliveryRecord(delivery),
    via,
    path: path ? maskPath(path) : null,
    skipped,
    rawHeaders: delivery.request.headers,
    ...(wireBody === body ? {} : { wireBodyBase64: wireBody.toString('base64') }),
    attempts: attempts.map((attempt) => ({
      kind: attempt.kind,
      at: attempt.at,
      url: maskUrl(attempt.url),
      status: attempt.status,
      latencyMs: attempt.latencyMs,
      error: attempt.error,
      signing: attempt.signing,
      response:
        attempt.status === null
          ? null
          : {
              headers: headersToObject(attempt.headers),
              body: decodeResponse(attempt).toString(),
              bodyLength: attempt.bodyLength,
            },
      ...(attempt.sent ? { sent: attempt.sent.toString() } : {}),
    })),
  };
}
