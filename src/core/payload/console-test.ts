/*
 * "Send test payload" in Logto's Console sends made-up values, all alike: they begin with `fake-`.
 * It is no event that happened, nor shaped like one, so it is recognised rather than checked.
 */

const marks = [
  ['userAgent', 'fake-'],
  ['path', '/fake-'],
  ['sessionId', 'fake-'],
  ['userIp', 'fake-'],
  ['userId', 'fake-'],
] as const;

/** The fields that tell a Console test. */
export const consoleTestFields = marks.map(([key]) => key);

/** Whether a payload is a Console test. One mark alone proves nothing: a caller names its own user agent. */
export function isConsoleTest(payload: Readonly<Record<string, unknown>>): boolean {
  const found = marks.filter(([key, start]) => {
    const value = payload[key];
    return typeof value === 'string' && value.startsWith(start);
  });
  return found.length >= 2;
}
