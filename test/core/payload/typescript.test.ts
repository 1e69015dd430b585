import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, expectTypeOf, it } from 'vitest';
import type {
  LogtoEventName,
  LogtoPayload,
  LogtoPayloads,
  LogtoUser,
} from '../../../dist/templates/logto/src/logto/payloads.ts';
import { type EventName, eventNames } from '../../../src/core/logto/events.ts';
import { payloadTypes } from '../../../src/core/payload/typescript.ts';

/** As a receiver made by `init` has it, and is checked with. */
const written = path.resolve(
  import.meta.dirname,
  '../../../dist/templates/logto/src/logto/payloads.ts',
);

it('is what a receiver made by init has', () => {
  expect(readFileSync(written, 'utf8')).toBe(payloadTypes());
});

it('names every event, and its union narrows', () => {
  const read = (payload: LogtoPayload) => {
    switch (payload.event) {
      case 'User.Created':
        return payload.data.primaryEmail;
      case 'PostSignIn':
        return payload.user?.primaryEmail;
      case 'Role.Scopes.Updated':
        return payload.data?.[0]?.resourceId;
      case 'Role.Deleted':
        // @ts-expect-error there is none
        return payload.data;
      case 'PostSignInAdaptiveMfaTriggered':
        return payload.adaptiveMfaResult.triggeredRules[0]?.rule;
      default:
        return undefined;
    }
  };
  expectTypeOf(read).returns.toEqualTypeOf<string | null | undefined>();
  expectTypeOf<LogtoEventName>().toEqualTypeOf<EventName>();
  expectTypeOf<LogtoPayloads['User.Deleted']['data']>().toExtend<LogtoUser>();
});

it('imports nothing, documents every payload, and names each entity once', () => {
  const text = payloadTypes();

  expect(text).not.toMatch(/\bimport\b/);
  expect(text.match(/export interface LogtoUser /g)).toHaveLength(1);
  for (const event of eventNames) {
    const name = `${event.replaceAll('.', '')}Payload`;
    expect(text).toMatch(
      new RegExp(`\\*/\\nexport interface ${name} \\{\\n  /\\*\\*.*\\*/\\n  event: '${event}';`),
    );
    expect(text).toContain(`  '${event}': ${name};`);
  }
});
