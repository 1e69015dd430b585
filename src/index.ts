export type { Diagnosis, DiagnosisCause } from './core/diagnosis/cause.ts';
export type { KnownKey } from './core/diagnosis/keys.ts';
export { diagnoseSignature } from './core/diagnosis.ts';
export { type EventName, eventNames } from './core/events.ts';
export { fixture } from './core/fixtures.ts';
export type { Drift } from './core/payload/drift.ts';
export type {
  AdaptiveMfaResult,
  Application,
  Organization,
  OrganizationRole,
  OrganizationScope,
  Role,
  Scope,
  TrustedDevice,
  User,
} from './core/payload/entities.ts';
export { type Payload, type Payloads, payloadSchemas } from './core/payload/schemas.ts';
export {
  type KnownPayload,
  type ParsedPayload,
  PayloadError,
  parsePayload,
  type UnknownPayload,
} from './core/payload.ts';
export { sign, verifySignature } from './core/signature.ts';
