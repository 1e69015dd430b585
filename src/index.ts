import type { PayloadSchemas } from './core/payload/payload-schema.ts';
import { payloadSchemas as schemas } from './core/payload/schemas.ts';

export type { Diagnosis, DiagnosisCause } from './core/diagnosis/cause.ts';
export { diagnoseSignature } from './core/diagnosis/diagnose.ts';
export type { KnownKey } from './core/diagnosis/keys.ts';
export { fixture } from './core/fixtures/fixtures.ts';
export type { Variant } from './core/logto/catalog.ts';
export { type EventName, eventNames } from './core/logto/events.ts';
export { sign, signatureHeader, verifySignature } from './core/logto/signature.ts';
export type { Drift } from './core/payload/drift.ts';
export {
  type KnownPayload,
  type ParsedPayload,
  PayloadError,
  parsePayload,
  type UnknownPayload,
} from './core/payload/parse.ts';
export type { PayloadSchema, PayloadSchemas, SchemaIssue } from './core/payload/payload-schema.ts';
export type {
  LogtoAdaptiveMfaResult as AdaptiveMfaResult,
  LogtoApplication as Application,
  LogtoOrganization as Organization,
  LogtoOrganizationRole as OrganizationRole,
  LogtoOrganizationScope as OrganizationScope,
  LogtoRole as Role,
  LogtoScope as Scope,
  LogtoTrustedDevice as TrustedDevice,
  LogtoUser as User,
} from './core/payload/types/entities.ts';
export type * from './core/payload/types/exceptions.ts';
export type * from './core/payload/types/interactions.ts';
export type * from './core/payload/types/organization-access.ts';
export type * from './core/payload/types/organizations.ts';
export type { LogtoPayloads as Payloads, Payload } from './core/payload/types/payloads.ts';
export type * from './core/payload/types/roles.ts';
export type * from './core/payload/types/users.ts';

/**
 * One schema per event, for every payload that Logto sends of it, whatever the trigger. Unknown keys pass.
 * The made-up test payloads of Logto's Console are not described.
 */
export const payloadSchemas: PayloadSchemas = schemas;
