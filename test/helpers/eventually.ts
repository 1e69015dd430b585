import { vi } from 'vitest';

/**
 * Waits until an assertion holds: as long as a slow machine may need, and no longer than it takes.
 * @throws {Error} the assertion's own, when it has not held in 20 s
 */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout: 20_000, interval: 10 });
}
