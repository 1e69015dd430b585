import { vi } from 'vitest';

/**
 * Retries an assertion until it passes.
 * @throws {Error} the last error of the assertion, after 20 s
 */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout: 20_000, interval: 10 });
}
