import { isEventName } from '../../../src/core/logto/events.ts';
import { field } from '../receiver.ts';
import type { Flaw } from './flaw.ts';

/** The keys of Logto's payloads. */
const knownFields = new Set(
  `event hookId createdAt sessionId userAgent ip path method status params matchedRoute data interactionEvent
  adaptiveMfaResult userId userIp user application applicationId cimdClientId organizationId addedUserIds removedUserIds
  addedApplicationIds removedApplicationIds roleId organizationRoleId type value action recipient
  revokedGrantIds maxAllowedGrants preRevocationActiveGrantCount`.split(/\s+/),
);

/** Flaws in handling events and payloads. */
export const eventFlaws: readonly Flaw[] = [
  {
    name: 'reads-data-of-a-deletion',
    steps: () => ({
      handle(payload) {
        if (payload.event !== 'OrganizationScope.Deleted') return undefined;
        if (field(payload, 'data', 'id') === undefined) throw new TypeError('data is undefined');
        return undefined;
      },
    }),
    fails: ['accepts/OrganizationScope.Deleted'],
  },
  {
    name: 'refuses-an-event-it-subscribed-to',
    steps: () => ({
      handle: ({ event }) =>
        event === 'Grant.LimitExceeded' ? { status: 422, body: { error: 'no' } } : undefined,
    }),
    fails: ['accepts/Grant.LimitExceeded'],
  },
  {
    name: 'inserts-a-new-user-twice',
    steps() {
      const users = new Set<unknown>();
      return {
        handle(payload) {
          if (payload.event === 'User.Created') users.add(field(payload, 'data', 'id'));
          if (payload.event === 'PostRegister' && users.has(field(payload, 'user', 'id'))) {
            throw new Error('duplicate key value violates unique constraint');
          }
          return undefined;
        },
      };
    },
    fails: ['accepts/scenarios'],
  },
  {
    name: 'refuses-unknown-fields',
    steps: () => ({
      handle: (payload) =>
        Object.keys(payload).every((key) => knownFields.has(key))
          ? undefined
          : { status: 400, body: { error: 'unrecognized key' } },
    }),
    fails: ['tolerates/unknown-fields'],
  },
  {
    name: 'needs-a-name-and-an-email',
    steps: () => ({
      handle(payload) {
        for (const user of [payload.user, payload.event === 'User.Created' && payload.data]) {
          if (!user) continue;
          const [name, email] = [field(user, 'name'), field(user, 'primaryEmail')];
          if (name === null && email === null) throw new TypeError('null');
        }
        return undefined;
      },
    }),
    fails: ['tolerates/missing-optional'],
  },
  {
    name: 'takes-100-kb',
    steps: () => ({
      admit: ({ method, rawBody }) =>
        method !== 'POST'
          ? { status: 405 }
          : rawBody.length > 100 * 1024
            ? { status: 413 }
            : undefined,
    }),
    fails: ['tolerates/large-payload'],
  },
  {
    name: 'crashes-on-a-large-payload',
    steps: () => ({
      handle(payload) {
        const { addedUserIds } = payload;
        if (Array.isArray(addedUserIds) && addedUserIds.length > 1000) throw new RangeError();
        return undefined;
      },
    }),
    fails: ['tolerates/large-payload'],
  },
  {
    name: 'refuses-what-it-has-seen',
    steps() {
      const seen = new Set<string>();
      return {
        handle(_, rawBody) {
          const text = rawBody.toString();
          if (seen.has(text)) return { status: 409, body: { error: 'duplicate' } };
          seen.add(text);
          return undefined;
        },
      };
    },
    fails: ['tolerates/duplicate-delivery'],
  },
  {
    name: 'falls-over-an-unknown-event',
    steps: () => ({
      handle({ event }) {
        if (!isEventName(event)) throw new Error('no handler');
        return undefined;
      },
    }),
    fails: ['tolerates/unknown-event'],
  },
  {
    name: 'refuses-an-unknown-event',
    steps: () => ({
      handle: ({ event }) =>
        isEventName(event) ? undefined : { status: 400, body: { error: 'event' } },
    }),
    warns: ['tolerates/unknown-event'],
  },
  {
    name: 'falls-over-the-console-test',
    steps: () => ({
      handle(payload) {
        if (field(payload, 'data', 'result') === 'success') throw new Error('no such entity');
        return undefined;
      },
    }),
    warns: ['tolerates/console-test-payload'],
  },
];
