/*
 * "Send test payload" in Logto's Console sends made-up values, all alike: they begin with `fake-`.
 * They are not shaped like real events, so they are recognized and not checked.
 */

const marks = [
  ['userAgent', 'fake-'],
  ['path', '/fake-'],
  ['sessionId', 'fake-'],
  ['userIp', 'fake-'],
  ['userId', 'fake-'],
] as const;

/** The fields that identify a Console test. */
export const consoleTestFields = marks.map(([key]) => key);

/**
 * Returns whether a payload is a Console test. Two fields must match, since a caller chooses its own
 * user agent.
 */
export function isConsoleTest(payload: Readonly<Record<string, unknown>>): boolean {
  const found = marks.filter(([key, start]) => {
    const value = payload[key];
    return typeof value === 'string' && value.startsWith(start);
  });
  return found.length >= 2;
}
