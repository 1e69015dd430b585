import { stripVTControlCharacters } from 'node:util';
import { UsageError } from '../../core/errors.ts';
import { maskUrlsIn } from '../../core/http/mask-url.ts';

/** What a tenant refused, or why it was not reached: one line that says how to mend it. */
export class TenantError extends UsageError {
  /** Of the answer; undefined if there was none. */
  readonly status: number | undefined;
  /** Logto's own, such as `entity.not_found`, or the system's. */
  readonly code: string | undefined;
  /** True where the same may well succeed later: network, timeout, 429, 5xx. */
  readonly isTransient: boolean;
  /** What Logto says besides, as it came. */
  readonly details: unknown;

  constructor(
    message: string,
    remedy: string,
    { status, code, isTransient = false, details, cause }: TenantErrorFacts = {},
  ) {
    super(message, remedy, { cause });
    this.status = status;
    this.code = code;
    this.isTransient = isTransient;
    this.details = details;
  }
}

interface TenantErrorFacts {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly isTransient?: boolean;
  readonly details?: unknown;
  readonly cause?: unknown;
}

/** Words of a server, safe to print on one line. */
export function cleanText(text: string): string {
  const clean = stripVTControlCharacters(maskUrlsIn(text)).replace(/\p{C}+/gu, ' ');
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}
