import type { Check } from '../check.ts';
import { limitSnippets } from '../snippets.ts';
import { runConsoleTest } from './tolerates/console-test.ts';
import { runConcurrency, runDuplicates, runOutOfOrder } from './tolerates/repetition.ts';
import {
  runLargePayload,
  runMissingOptional,
  runUnknownEvent,
  runUnknownFields,
} from './tolerates/shapes.ts';

const group = 'tolerates';

/** What changes from version to version, from tenant to tenant, from one day to the next. */
export const toleratesChecks: readonly Check[] = [
  {
    id: 'tolerates/unknown-fields',
    group,
    severity: 'error',
    phase: 'parallel',
    why: 'A newer Logto sends fields that this one does not: payloads grow without notice.',
    sends: 'fields that no Logto sends yet, in the payload and inside of its entity',
    remedy:
      'Read the fields you need and ignore all others; no strict schema, no additionalProperties: false.',
    run: (client) => runUnknownFields(client),
  },
  {
    id: 'tolerates/missing-optional',
    group,
    severity: 'error',
    phase: 'parallel',
    why: 'There is no application where it is not in the database (as for the demo app), and a user may have no email, phone, name, username or avatar: they are null.',
    sends: 'each event with a user, without an application and with every value null that may be',
    remedy:
      'Take application as optional, and every field of a user but id as one that may be null.',
    run: (client) => runMissingOptional(client),
  },
  {
    id: 'tolerates/large-payload',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Organization.Membership.Updated carries up to four lists of 5,000 ids, several times the 100 KB at which common frameworks stop reading.',
    sends: 'an Organization.Membership.Updated with 4 × 5,000 ids',
    remedy: 'Raise the body limit to 5 MB, in the app and in the proxy before it.',
    snippets: limitSnippets,
    run: (client) => runLargePayload(client),
  },
  {
    id: 'tolerates/duplicate-delivery',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Releases after 1.42 send again, up to three times, what was answered with a 5xx, and there is no delivery id: the same bytes come twice.',
    sends: 'the same bytes twice, and 5 times at once',
    remedy:
      'Remember a digest of each body that was done, and answer 2xx to one that comes again; write with upserts.',
    run: (client) => runDuplicates(client),
  },
  {
    id: 'tolerates/concurrency',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Logto delivers up to 10 events at a time, and does not wait for a slow receiver.',
    sends: 'three times 10 deliveries at once, whose bodies arrive in two halves each',
    remedy:
      'Keep nothing of a request outside of it, answer before the work is done, and do not limit the rate below what your tenant emits.',
    run: (client) => runConcurrency(client),
  },
  {
    id: 'tolerates/out-of-order',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Logto promises no order across events: one that happened later may come earlier.',
    sends: 'events about one user or organization, the latest first, each with its own createdAt',
    remedy:
      'Answer 2xx to an event about something unknown or gone, and compare createdAt before you overwrite what is newer.',
    run: (client) => runOutOfOrder(client),
  },
  {
    id: 'tolerates/unknown-event',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Newer versions of Logto have more events, and a webhook can be subscribed to them at any time. A 4xx is only fragile; a 5xx is sent again.',
    sends: 'an event that no Logto sends yet',
    remedy:
      'Answer 2xx to an event you do not know: give the switch over events a default that does nothing.',
    run: (client) => runUnknownEvent(client),
  },
  {
    id: 'tolerates/console-test-payload',
    group,
    severity: 'warn',
    phase: 'parallel',
    why: 'The button "Send test payload" in the Console sends made-up values: data is {"result":"success"}, and interaction events have no interactionEvent.',
    sends: "what the Console's test button sends",
    remedy: 'Answer 2xx to a signed payload of which you can make nothing.',
    run: (client) => runConsoleTest(client),
  },
];
