import type { LogtoPayloads, LogtoUser } from '../../src/logto/payloads.ts';

export const ada: LogtoUser = {
  id: 'u3k9f2xq7b1m',
  username: 'ada',
  primaryEmail: 'ada@acme.example',
  primaryPhone: '12025550143',
  name: 'Ada Lovelace',
  avatar: 'https://acme.example/ada.png',
  customData: {},
  identities: {},
  lastSignInAt: null,
  createdAt: 1772446530412,
  updatedAt: 1772446530412,
  profile: {},
  applicationId: null,
  // #since 1.43
  cimdClientId: null,
  // #end
  isSuspended: false,
};

const hookId = 'w4ne1hk2xq9c0m5zt8rav';

/** The fields of an event that an end user caused. */
export const interaction = {
  hookId,
  interactionEvent: 'Register',
  userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15',
  sessionId: 'Kq3vN8sYwT1hXc6ZpLr0',
} as const;

/** The same in the events of data, such as User.Created. */
export const dataInteraction = {
  ...interaction,
  applicationId: 's6h1o0p9x3c7v2b8n4m5q',
  ip: '203.0.113.24',
};

/** Returns the fields of an event that a call of the Management API caused. */
export function managementApi(
  method: string,
  matchedRoute: string,
  params: Record<string, string> = {},
  status = 200,
) {
  const path = matchedRoute.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '0');
  const userAgent = 'axios/1.13.5';
  return { hookId, userAgent, ip: '198.51.100.7', path, method, status, params, matchedRoute };
}

/** Returns epoch milliseconds as ISO 8601. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Returns the payload of a sign-up. */
export function userCreated(user: Partial<LogtoUser> = {}): LogtoPayloads['User.Created'] {
  const data = { ...ada, ...user };
  return { event: 'User.Created', createdAt: iso(data.createdAt + 37), ...dataInteraction, data };
}
