import type { Redelivery } from '../core/history/replay-request.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { type DiffLine, diffLines } from '../core/json/line-diff.ts';
import { indentJson } from '../core/json/tokens.ts';

/** The responses of two targets to the same delivery. */
export interface Comparison {
  /** Statuses, or the codes of failures. */
  readonly outcomes: readonly [first: string, second: string];
  readonly latencyMs: readonly [first: number, second: number];
  readonly sameStatus: boolean;
  /** Whether the bodies are equal; for JSON, whitespace and key order are ignored. */
  readonly sameBody: boolean;
  /** The two bodies line by line; empty if they are equal. */
  readonly lines: readonly DiffLine[];
}

export function compareResponses(first: Redelivery, second: Redelivery): Comparison {
  const outcomes = [outcomeOf(first), outcomeOf(second)] as const;
  const [left, right] = [linesOf(first), linesOf(second)];
  const sameBody = left.join('\n') === right.join('\n');
  return {
    outcomes,
    latencyMs: [first.attempt.latencyMs, second.attempt.latencyMs],
    sameStatus: outcomes[0] === outcomes[1],
    sameBody,
    lines: sameBody ? [] : diffLines(left, right),
  };
}

function outcomeOf({ attempt: { response, error, url } }: Redelivery): string {
  if (response) return String(response.status);
  return error ? explainFailure(error, url).code : 'ERROR';
}

/** A number too long for JavaScript, which may parse two different ones as equal. */
const longNumber = /\d{16}/;

/** Returns the lines of a body; of JSON, formatted with sorted keys, so that only its content is compared. */
function linesOf({ attempt: { response } }: Redelivery): string[] {
  const text = response?.body.toString() ?? '';
  try {
    const payload: unknown = JSON.parse(text);
    const ordered = longNumber.test(text) ? text : JSON.stringify(sortKeys(payload));
    return indentJson(ordered).split('\n');
  } catch {
    return text.split(/\r?\n/);
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
