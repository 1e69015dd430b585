import { stripVTControlCharacters } from 'node:util';
import { UsageError } from '../../core/errors.ts';
import { maskUrlsIn } from '../../core/http/mask-url.ts';

/** A rejected request, or a tenant that cannot be reached: what is wrong and how to fix it, in one line. */
export class TenantError extends UsageError {
  /** The status of the response; undefined if there was none. */
  readonly status: number | undefined;
  /** Logto's error code, such as `entity.not_found`, or the system's. */
  readonly code: string | undefined;
  /** Whether a retry may succeed: network, timeout, 429, 5xx. */
  readonly isTransient: boolean;
  /** The `data` of the error response, unchecked. */
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

/** Makes text from a server safe to print on one line. */
export function cleanText(text: string): string {
  const clean = stripVTControlCharacters(maskUrlsIn(text)).replace(/\p{C}+/gu, ' ');
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}
