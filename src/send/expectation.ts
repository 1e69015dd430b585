import { UsageError } from '../core/errors.ts';

/** The expected status of responses. */
export interface Expectation {
  /** As typed: `401`, `2xx`. */
  readonly text: string;
  readonly matches: (status: number) => boolean;
}

/**
 * Parses a status or a class: `401`, `2xx`.
 * @throws UsageError for anything else
 */
export function parseExpectation(text: string): Expectation {
  const [, hundreds, rest] = /^([1-5])(\d\d|xx)$/i.exec(text.trim()) ?? [];
  if (hundreds === undefined || rest === undefined) {
    throw new UsageError(
      `'${text}' is not a status.`,
      'Use a status such as 401, or a class such as 2xx.',
    );
  }
  const exact = Number(`${hundreds}${rest}`);
  return {
    text,
    matches: Number.isNaN(exact)
      ? (status) => Math.floor(status / 100) === Number(hundreds)
      : (status) => status === exact,
  };
}
