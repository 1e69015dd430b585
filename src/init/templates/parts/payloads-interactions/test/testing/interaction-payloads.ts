import type { LogtoPayloads } from '../../src/logto/payloads.ts';
import { ada, interaction } from './payloads.ts';

export const shop = {
  id: 's6h1o0p9x3c7v2b8n4m5q',
  type: 'SPA',
  name: 'Shop',
  description: 'The shop for customers',
};

const fields = {
  ...interaction,
  userIp: '203.0.113.24',
  userId: ada.id,
  user: ada,
  application: shop,
};

export function postRegister(
  changes: Partial<LogtoPayloads['PostRegister']> = {},
): LogtoPayloads['PostRegister'] {
  return { event: 'PostRegister', createdAt: '2026-03-02T10:15:30.643Z', ...fields, ...changes };
}

export function postSignIn(
  changes: Partial<LogtoPayloads['PostSignIn']> = {},
): LogtoPayloads['PostSignIn'] {
  return {
    ...{ event: 'PostSignIn', createdAt: '2026-03-04T18:22:09.890Z' },
    ...{ ...fields, interactionEvent: 'SignIn', ...changes },
  };
}
