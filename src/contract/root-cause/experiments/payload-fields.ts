import { payloadValueExperiments } from '../payload-values.ts';
import { type Experiment, type HasPart, hmac } from './experiment.ts';
import { changing, entities, type Payload } from './payload-change.ts';

/** Fields of other senders' payloads, with their values. */
const aliases: Readonly<Record<string, (payload: Payload) => unknown>> = {
  ...named(
    ['type', 'eventType', 'event_type', 'eventName', 'event_name', 'name', 'topic', 'action'],
    ({ event }) => event,
  ),
  ...named(
    ['id', 'deliveryId', 'delivery_id', 'eventId', 'event_id', 'requestId'],
    () => 'd3f1c2a4b5e6',
  ),
  ...named(['timestamp', 'time', 'created', 'sentAt'], () => Date.now()),
  ...named(['created_at', 'date', 'occurredAt'], ({ createdAt }) => createdAt),
  ...named(['payload', 'object', 'resource', 'body'], ({ data, user }) => data ?? user ?? {}),
  ...named(
    ['userId', 'user_id'],
    ({ userId, data }) => userId ?? Object(data).id ?? 'u3k9f2xq7b1m',
  ),
  ...named(['hook_id', 'webhookId', 'webhook_id'], ({ hookId }) => hookId),
  ...named(['tenantId', 'tenant_id', 'organizationId'], () => 'default'),
  ...named(['version', 'apiVersion'], () => '1'),
};

function named(names: readonly string[], value: (payload: Payload) => unknown) {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/** The entity under the name that it has in other events. */
const movedEntity = changing(
  {
    id: 'field-place',
    explain(needed, event) {
      const [read = 'data'] = needed;
      const actual = read === 'data' ? 'user' : 'data';
      return {
        message: `The receiver reads ${read}, but ${event} carries its entity in ${actual}.`,
        change: `with a copy of ${actual} in ${read}`,
        remedy:
          'Read user in the Post* events (PostRegister, PostSignIn, …) and data in all others; both may be absent.',
      };
    },
  },
  ({ user, data }) => (user && !data ? ['data'] : data && !user ? ['user'] : []),
  (payload, has) => {
    const { user, data } = payload;
    if (user && !data && has('data')) return { ...payload, data: user };
    return data && !user && has('user') ? { ...payload, user: data } : payload;
  },
);

const addedFields = changing(
  {
    id: 'field-name',
    explain(needed, event) {
      const list = needed.join(', ');
      return {
        message: `The receiver requires the field ${list}, which ${event} does not have.`,
        change: `with ${list} added to the payload`,
        remedy:
          "Read Logto's own fields: event, createdAt, hookId, and data or user. 'logto-hooks events show <event>' prints them all.",
      };
    },
  },
  (payload) => Object.keys(aliases).filter((name) => !(name in payload)),
  (payload, has) => {
    const added = Object.entries(aliases).filter(([name]) => !(name in payload) && has(name));
    return {
      ...payload,
      ...Object.fromEntries(added.map(([name, value]) => [name, value(payload)])),
    };
  },
);

/** Removes all fields except some, also inside entities that are not kept as a whole. */
function removing(kept: readonly string[]): Experiment {
  const isKept = (name: string) => kept.includes(name);
  const inner = entities.filter((entity) => !isKept(entity));
  return changing(
    {
      id: 'field-refused',
      explain(needed) {
        const list = needed.join(', ');
        return {
          message: `The receiver refuses payloads with the field ${list}.`,
          change: `without ${list}`,
          remedy:
            'Read the fields you need and ignore all others: do not validate with a strict schema.',
        };
      },
    },
    (payload) => [
      ...Object.keys(payload).filter((name) => !isKept(name)),
      ...inner.flatMap((entity) =>
        Object.keys(Object(payload[entity])).map((name) => `${entity}.${name}`),
      ),
    ],
    (payload, has) =>
      Object.fromEntries(
        Object.entries(payload)
          .filter(([name]) => isKept(name) || !has(name))
          .map(([name, value]) => [
            name,
            inner.includes(name) ? withoutFields(name, value, has) : value,
          ]),
      ),
  );
}

function withoutFields(entity: string, value: unknown, has: HasPart): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !has(`${entity}.${name}`)));
}

/** The experiments that keep the fewest fields come first. */
const removedFields = [
  ['event'],
  ['event', 'createdAt'],
  ['event', 'createdAt', 'data', 'user'],
  ['event', 'createdAt', 'hookId', 'data', 'user'],
  ['event', 'createdAt', 'hookId', 'data', 'user', 'userId', 'application'],
].map(removing);

/** All but a few fields are left out, and the body is short. */
const shortBody: Experiment = {
  id: 'body-limit',
  check: 'tolerates/large-payload',
  alter({ body, key }) {
    const { event, createdAt, hookId } = JSON.parse(body);
    const short = JSON.stringify({ event, createdAt, hookId });
    return { body: short, signatures: [hmac(key, short)] };
  },
  explain: () => ({
    message: 'The receiver refuses large bodies: its limit is below the size that Logto sends.',
    change: 'cut down to event, createdAt and hookId',
    remedy: 'Raise the body limit to 5 MB, in the app and in the proxy in front of it.',
  }),
};

/** Experiments with payloads of other shapes; each has a valid signature. */
export const payloadExperiments: readonly Experiment[] = [
  movedEntity,
  ...payloadValueExperiments,
  addedFields,
  ...removedFields,
  shortBody,
];
