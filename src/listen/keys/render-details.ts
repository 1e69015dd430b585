import { formatJson } from '../../cli/output/text/json.ts';
import { formatLatency } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { formatTimestamp } from '../../cli/output/text/time.ts';
import { wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { isJson } from '../../core/json/tokens.ts';
import type { AttemptRecord, DeliveryDetails } from '../inspector/source.ts';
import { explainAttempt, renderOutcome } from './render-attempt.ts';

/** Characters of a body that are laid out; nobody scrolls through more. */
const maxBody = 256 * 1024;

/** Returns everything about a delivery, wrapped to this many columns. */
export function renderDetails(
  details: DeliveryDetails,
  columns: number,
  style: Style,
): readonly string[] {
  const { summary, record, attempts } = details;
  const via = record.via === 'http' ? '' : ` via ${record.via}`;
  const lines = [
    plainText(summary.sentence),
    style.dim(
      `received ${formatTimestamp(new Date(summary.receivedAt))}${via}, responded ${summary.responded}`,
    ),
    ...section('Signature', renderVerification(details, style), style),
    ...section('Chaos', renderChaos(details, style), style),
    ...section('Drift', renderDrift(details, style), style),
    ...attempts.flatMap((attempt) => renderAttempt(attempt, style)),
    ...section('Body', renderBody(details, style), style),
    ...section('Headers', renderHeaders(details.record.headers, style), style),
  ];
  return lines.flatMap((line) => wrap(line, columns, { hard: true }));
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  if (lines.length === 0) return [];
  return ['', style.bold(title), ...lines.map((line) => `  ${line}`)];
}

function renderVerification({ record, summary: { key } }: DeliveryDetails, style: Style): string[] {
  const { signature, diagnosis, known, consoleTest, event } = record;
  const lines =
    signature === 'valid'
      ? [`${style.green('valid')}${key === null ? '' : style.dim(` · key: ${plainText(key)}`)}`]
      : [style.red(signature), ...explain(diagnosis)];
  if (consoleTest) lines.push(style.yellow("A test payload from Logto's Console."));
  else if (event !== null && !known) {
    lines.push(style.yellow('This version does not know the event.'));
  }
  return lines;
}

function renderChaos({ record: { chaos = [] } }: DeliveryDetails, style: Style): string[] {
  return chaos.length > 0 ? [style.yellow(`injected: ${chaos.join(', ')}`)] : [];
}

function explain(diagnosis: DeliveryDetails['record']['diagnosis']): string[] {
  if (!diagnosis) return [];
  return [plainText(diagnosis.message), plainText(diagnosis.remedy)].filter(Boolean);
}

function renderDrift({ record }: DeliveryDetails, style: Style): string[] {
  return record.drift.map(({ path, expected, got }) => {
    const is = got === 'missing' ? 'is missing' : `is ${plainText(got)}`;
    return `${style.yellow(plainText(path))} ${is}, expected ${plainText(expected)}`;
  });
}

function renderAttempt(attempt: AttemptRecord, style: Style): string[] {
  const { kind, at, url, latencyMs, response, sentBody } = attempt;
  const facts = style.dim(
    `${formatLatency(latencyMs)} · ${formatTimestamp(new Date(at))} · ${plainText(url)}`,
  );
  const title = { forward: 'Forwarded', replay: 'Replayed', edited: 'Edited', sample: 'Sample' };
  const lines = [`${renderOutcome(attempt, style)}  ${facts}`, ...explainAttempt(attempt, style)];
  if (sentBody !== null) lines.push(style.dim('sent'), ...layOut(sentBody, style));
  if (response) {
    lines.push(...renderHeaders(response.headers, style), ...layOut(response.body, style));
    if (response.cut) lines.push(style.dim('… only the beginning of the response is stored'));
  }
  return section(title[kind], lines, style);
}

function renderHeaders(headers: Readonly<Record<string, string>>, style: Style): string[] {
  return Object.entries(headers).map(
    ([name, value]) => `${style.cyan(plainText(name))}: ${plainText(value)}`,
  );
}

function renderBody({ record }: DeliveryDetails, style: Style): string[] {
  const { body, bodyBase64 } = record;
  if (body !== undefined) return layOut(body, style);
  return [`${Math.floor(((bodyBase64?.length ?? 0) * 3) / 4)} bytes that are not text`];
}

function layOut(body: string, style: Style): string[] {
  const begin = body.slice(0, maxBody);
  const isLong = begin.length < body.length;
  const text = isJson(body) ? formatJson(begin, style).split('\n') : plainLines(begin);
  return isLong ? [...text, style.dim(`… ${body.length} characters in total`)] : text;
}

function plainLines(text: string): string[] {
  return text === '' ? [] : text.split(/\r?\n/).map((line) => plainText(line));
}
