// Checked by the compiler, which test/types/types.test.ts runs; nothing here is executed.
import { expectTypeOf } from 'vitest';
import type * as z from 'zod';
import type {
  Payload as BuiltPayload,
  User as BuiltUser,
  Payloads,
  parsePayload,
  payloadSchemas,
  RoleCreatedPayload,
  Variant,
} from '../../dist/library/index.d.ts';
import type {
  LogtoEventName,
  LogtoPayload,
  LogtoPayloads,
  LogtoUser,
} from '../../dist/templates/logto/src/logto/payloads.ts';
import type { Variant as SourceVariant } from '../../src/core/logto/catalog.ts';
import type { payloadSchemas as sourceSchemas } from '../../src/core/payload/schemas.ts';
import { type EventName, fixture, type Payload, type User } from '../../src/index.ts';

// A wrong assertion is an error.
// @ts-expect-error
expectTypeOf<BuiltPayload<'User.Created'>['data']>().toEqualTypeOf<string>();

// The library's source types payloads by event.
expectTypeOf<Payload<'User.Created'>['data']>().toEqualTypeOf<User>();
expectTypeOf(fixture('PostSignIn').event).toEqualTypeOf<'PostSignIn'>();
expectTypeOf<Payload['event']>().toEqualTypeOf<EventName>();

// The built types are what the schemas infer.
type Inferred = { [Name in keyof typeof sourceSchemas]: z.infer<(typeof sourceSchemas)[Name]> };
expectTypeOf<Payloads>().toExtend<Inferred>();
expectTypeOf<Inferred>().toExtend<Payloads>();
expectTypeOf<BuiltPayload<'User.Created'>['data']>().toEqualTypeOf<BuiltUser>();
expectTypeOf<Variant>().toEqualTypeOf<SourceVariant>();
expectTypeOf<
  z.infer<(typeof payloadSchemas)['Role.Created']>
>().toEqualTypeOf<RoleCreatedPayload>();

// The built union narrows by event.
export const emailOf = ({ known, payload }: ReturnType<typeof parsePayload>) =>
  known && payload.event === 'User.Created' ? payload.data.primaryEmail : undefined;
expectTypeOf(emailOf).returns.toEqualTypeOf<string | null | undefined>();

// The declarations that `events types` prints name every event, and their union narrows.
export const read = (payload: LogtoPayload) => {
  switch (payload.event) {
    case 'User.Created':
      return payload.data.primaryEmail;
    case 'PostSignIn':
      return payload.user?.primaryEmail;
    case 'Role.Scopes.Updated':
      return payload.data?.[0]?.resourceId;
    case 'Role.Deleted':
      // @ts-expect-error it has no data
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
