import * as z from 'zod';
import type { EventName } from '../logto/events.ts';
import { application } from './entities.ts';

/*
 * The fields around the subject of a payload: which event it is, and who or what caused it. Read from
 * Logto's hook library (packages/core/src/libraries/hook) and checked against deliveries of a running
 * Logto with the events of 1.43.
 */

const text = z.string();

/** Returns the fields of every payload. */
function envelope<Name extends EventName>(event: Name) {
  return {
    event: z.literal(event).describe('The name of the event.'),
    createdAt: z.iso.datetime().describe('When the event happened, with milliseconds.'),
    hookId: text.describe('The ID of the webhook that the delivery is for.'),
  };
}

const userAgent = text.optional().describe("The caller's User-Agent, if it sent one.");
const ip = text.describe("The caller's IP address.");
const interactionEvent = text
  .describe('The flow of the sign-in experience that the user was in.')
  .meta({ examples: ['SignIn', 'Register', 'ForgotPassword'] });

/** The user's session and application, if a user's interaction caused the event. */
const interaction = {
  sessionId: text
    .optional()
    .describe('The ID of the interaction, not of the session that it leads to.'),
  cimdClientId: text
    .optional()
    .describe('The URL of the client ID metadata document, for a client that is known by one.'),
  application: application
    .optional()
    .describe('The application; absent if it is not in the tenant, such as the demo app.'),
};

const request = {
  path: text.describe('The path of the Management API call, without /api.'),
  method: text.describe('The HTTP method of the call.'),
  status: z.number().describe('The HTTP status that the Management API responded with.'),
  params: z
    .record(text, text)
    .describe('The parameters of the route; "0" is what a wildcard matched.'),
  matchedRoute: text.optional().describe('The route of the call, such as /users/:userId.'),
};

const optionalRequest = {
  path: request.path.optional(),
  method: request.method.optional(),
  status: request.status.optional(),
  params: request.params.optional(),
  matchedRoute: request.matchedRoute,
};

/** Runs a check even if there are other issues, which would make zod skip it. */
export const evenIfBroken = { when: () => true };

/** Returns the schema of an interaction event: a sign-in, registration or password reset. */
export function interactionEventPayload<Name extends EventName>(event: Name) {
  return z.looseObject({
    ...envelope(event),
    interactionEvent,
    userAgent,
    userIp: text.optional().describe("The user's IP address."),
    ...interaction,
  });
}

/** Returns the schema of a change that only the Management API makes. */
export function apiEventPayload<Name extends EventName>(event: Name) {
  return z.looseObject({ ...envelope(event), userAgent, ip, ...request });
}

/**
 * Returns the schema of a change or exception that the Management API, a user's interaction or the Account API
 * may cause; the Account API sets neither a path nor an interaction. The other fields are a parameter, because
 * the check covers the whole object.
 */
export function eventPayload<Name extends EventName, Shape extends z.core.$ZodLooseShape>(
  event: Name,
  shape: Shape,
) {
  return z
    .looseObject({
      ...envelope(event),
      userAgent,
      ip,
      ...optionalRequest,
      interactionEvent: interactionEvent.optional(),
      applicationId: text.optional().describe('The ID of the application the user was in.'),
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
 * Returns the request fields that a payload lacks. A payload with any of them comes from the Management API,
 * which sends all of them.
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
