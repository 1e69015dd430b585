import type { Check } from '../check.ts';
import { receiverCode } from '../snippets/snippets.ts';
import { runConsoleTest } from './tolerates/console-test.ts';
import { runConcurrency, runDuplicates, runOutOfOrder } from './tolerates/repetition.ts';
import {
  runLargePayload,
  runMissingOptional,
  runUnknownEvent,
  runUnknownFields,
} from './tolerates/shapes.ts';

const group = 'tolerates';

/** Checks of differences between versions, tenants and times. */
export const toleratesChecks: readonly Check[] = [
  {
    id: 'tolerates/unknown-fields',
    group,
    severity: 'error',
    phase: 'parallel',
    why: 'Newer versions of Logto add fields to payloads without notice.',
    sends: 'fields that no Logto version sends yet, in the payload and in its entity',
    remedy:
      'Read the fields you need and ignore all others: no strict schema, no additionalProperties: false.',
    run: (client) => runUnknownFields(client),
  },
  {
    id: 'tolerates/missing-optional',
    group,
    severity: 'error',
    phase: 'parallel',
    why: 'application is absent when it is not in the database (such as the demo app), and email, phone, name, username and avatar of a user may be null.',
    sends: 'each event with a user, without application, and with null in every nullable field',
    remedy: 'Treat application as optional, and every field of a user except id as nullable.',
    run: (client) => runMissingOptional(client),
  },
  {
    id: 'tolerates/large-payload',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Organization.Membership.Updated carries up to four lists of 5,000 IDs, several times the 100 KB limit of common frameworks.',
    sends: 'an Organization.Membership.Updated with 4 × 5,000 IDs',
    remedy: 'Raise the body limit to 5 MB, in the app and in the proxy in front of it.',
    snippets: receiverCode,
    run: (client) => runLargePayload(client),
  },
  {
    id: 'tolerates/duplicate-delivery',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Releases after 1.42 retry a delivery up to three times after a 5xx, and there is no delivery ID: the same bytes arrive twice.',
    sends: 'the same bytes twice, and 5 times at once',
    remedy:
      'Store a digest of each processed body and answer 2xx when it arrives again; write with upserts.',
    run: (client) => runDuplicates(client),
  },
  {
    id: 'tolerates/concurrency',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Logto delivers up to 10 events at a time and does not wait for a slow receiver.',
    sends: '10 deliveries at a time, three times, each with a body that arrives in two parts',
    remedy:
      'Keep no request state in shared variables, respond before the work is done, and do not set a rate limit below the rate at which your tenant emits events.',
    run: (client) => runConcurrency(client),
  },
  {
    id: 'tolerates/out-of-order',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Logto does not guarantee order across events: a later event may arrive first.',
    sends: 'events about one user or organization, latest first, each with its own createdAt',
    remedy:
      'Answer 2xx to an event about something unknown or deleted, and compare createdAt before you overwrite newer data.',
    run: (client) => runOutOfOrder(client),
  },
  {
    id: 'tolerates/unknown-event',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Newer versions of Logto have more events, and a webhook can subscribe to them at any time. A 4xx is only a warning; a 5xx is an error, because Logto retries it.',
    sends: 'an event that no Logto version sends yet',
    remedy:
      'Answer 2xx to an unknown event: give the switch over events a default that does nothing.',
    run: (client) => runUnknownEvent(client),
  },
  {
    id: 'tolerates/console-test-payload',
    group,
    severity: 'warn',
    phase: 'parallel',
    why: 'The button "Send test payload" in the Console sends placeholder values: data is {"result":"success"}, and interaction events have no interactionEvent.',
    sends: "the Console's test payload",
    remedy: 'Answer 2xx to a signed payload that you cannot use.',
    run: (client) => runConsoleTest(client),
  },
];
