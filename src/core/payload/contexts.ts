import * as z from 'zod';
import type { EventName } from '../logto/events.ts';
import { application } from './entities.ts';

/*
 * The fields around the subject of a payload: they say which event it is, and who or what caused it.
 * Read from Logto's hook library (packages/core/src/libraries/hook), checked on a running 1.42.
 */

const text = z.string();

/** On every payload. */
function envelope<Name extends EventName>(event: Name) {
  return {
    event: z.literal(event),
    createdAt: z.iso.datetime().describe('When the event was made, ISO 8601 with milliseconds.'),
    hookId: text.describe('The webhook this delivery belongs to.'),
  };
}

const userAgent = text.optional().describe('As the caller named itself, if it did.');
const interactionEvent = text
  .describe('The flow the user was in.')
  .meta({ examples: ['SignIn', 'Register', 'ForgotPassword'] });

/** The user's session and application, where an end user's interaction is the cause. */
const interaction = {
  sessionId: text.optional().describe('The interaction, not the sign-in session it leads to.'),
  cimdClientId: text.optional().describe('A client known by its metadata URL.'),
  application: application
    .optional()
    .describe('Absent where the tenant has no such application, as with the demo app.'),
};

const request = {
  path: text.describe('The Management API path called.'),
  method: text,
  status: z.number().describe('The status the Management API answered.'),
  params: z.record(text, text).describe('Parameters of the path; "0" where a wildcard matched.'),
  matchedRoute: text.optional().describe('The route, such as /users/:userId.'),
};

const optionalRequest = {
  path: request.path.optional(),
  method: request.method.optional(),
  status: request.status.optional(),
  params: request.params.optional(),
  matchedRoute: request.matchedRoute,
};

/** Makes a check speak up beside other faults; zod would keep it silent until those are mended. */
export const evenIfBroken = { when: () => true };

/** What a user did in a sign-in, registration or password reset. */
export function interactionEventPayload<Name extends EventName>(event: Name) {
  return z.looseObject({
    ...envelope(event),
    interactionEvent,
    userAgent,
    userIp: text.optional().describe('The address the user came from.'),
    ...interaction,
  });
}

/** A change that only the Management API makes. */
export function apiEventPayload<Name extends EventName>(event: Name) {
  return z.looseObject({ ...envelope(event), userAgent, ip: text, ...request });
}

/**
 * A change or exception that the Management API, an end user's interaction or the account API may
 * cause; the last leaves neither a path nor an interaction. Takes the rest of the fields rather
 * than being extended with them, for its check belongs to the whole.
 */
export function eventPayload<Name extends EventName, Shape extends z.core.$ZodLooseShape>(
  event: Name,
  shape: Shape,
) {
  return z
    .looseObject({
      ...envelope(event),
      userAgent,
      ip: text,
      ...optionalRequest,
      interactionEvent: interactionEvent.optional(),
      applicationId: text.optional(),
      ...interaction,
    })
    .extend(shape)
    .superRefine(requireWholeRequest, evenIfBroken);
}

const wholeRequest = [
  ['path', 'string'],
  ['method', 'string'],
  ['status', 'number'],
  ['params', 'object'],
] as const;

type RequestFields = { readonly [Key in keyof typeof request]?: unknown };

/**
 * Returns the request fields that a payload should have but lacks: one that names a part of the
 * request comes from the Management API, which names the rest too.
 */
export function missingRequestFields(payload: RequestFields): (typeof wholeRequest)[number][0][] {
  const fields = wholeRequest.map(([key]) => key);
  const isNamed = [...fields, 'matchedRoute' as const].some((key) => payload[key] !== undefined);
  return isNamed ? fields.filter((key) => payload[key] === undefined) : [];
}

function requireWholeRequest(payload: RequestFields | null, context: z.core.$RefinementCtx): void {
  const missing = missingRequestFields(payload ?? {});
  for (const [key, expected] of wholeRequest) {
    if (!missing.includes(key)) continue;
    context.addIssue({ code: 'invalid_type', expected, input: undefined, path: [key] });
  }
}
