import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { DiagnosisCause } from '../../src/core/diagnosis/cause.ts';
import { diagnoseSignature } from '../../src/core/diagnosis/diagnose.ts';
import { realDeliveries } from './deliveries.ts';

export const key = 'pHZIljlVcs6erUqpNeddzhnFoySEoIlJ';
export const otherKeys = [
  { value: 'aNotherKeyThatIsSetSomewhereHere', source: 'LOGTO_WEBHOOK_SIGNING_KEY in .env' },
] as const;

/** Bodies captured from a real Logto. */
export const realBodies = [
  'User.Created/post-users',
  'PostSignIn/interaction-signin',
  'Role.Created/post-roles',
  'User.Data.Updated/patch-users-userid-custom-data',
].map((name) => realDeliveries.find((delivery) => delivery.name === name)?.body ?? name);

/** A body with everything that other JSON writers serialize differently. */
export const richBody = JSON.stringify({
  event: 'User.Data.Updated',
  path: '/users/x/profile',
  params: {},
  data: {
    zeta: 1,
    alpha: { name: "Zoë <z&z> 'é'", avatar: 'https://cdn.example/é.png?a=1&b=2' },
    list: [1, 2.5, [], { b: null, a: true }],
    emoji: '🔑 "quoted" \\ \u2028',
  },
  hookId: 'zu7hnyqo2vmkmko15a891',
});

export const bodies = [...realBodies, richBody];

export function hmac(
  body: string | Uint8Array,
  signingKey: string | Uint8Array = key,
  algorithm = 'sha256',
): string {
  return createHmac(algorithm, signingKey).update(body).digest('hex');
}

/** The expected diagnosis of a body and a signature. */
export interface Expected {
  readonly body: string | Uint8Array;
  readonly signature: unknown;
  readonly signingKey?: string;
  readonly cause: DiagnosisCause;
  readonly message?: RegExp;
}

/** Expects a diagnosis that reveals neither keys nor signatures. */
export function expectDiagnosis(expected: Expected): void {
  const { body, signature, signingKey = key, cause, message = /\.$/ } = expected;
  const diagnosis = diagnoseSignature(body, signature, signingKey, otherKeys);
  expect(diagnosis).toMatchObject({ cause, message: expect.stringMatching(message) });
  const text = JSON.stringify(diagnosis);
  for (const secret of [signingKey, hmac(body, signingKey), otherKeys[0].value]) {
    if (secret) expect(text).not.toContain(secret);
  }
}
