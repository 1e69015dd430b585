import { setTimeout as wait } from 'node:timers/promises';
import { field, good, hmac, signingKey } from '../receiver.ts';
import type { Flaw } from './flaw.ts';

function slowFor(milliseconds: number, event: string): Flaw['steps'] {
  return () => ({
    async handle(payload) {
      if (payload.event === event) await wait(milliseconds);
      return undefined;
    },
  });
}

/** Flaws in load, order, time and HTTP behavior. */
export const behaviourFlaws: readonly Flaw[] = [
  {
    name: 'takes-one-at-a-time',
    steps() {
      let busy = 0;
      return {
        async handle() {
          if (busy > 0) return { status: 503, body: { error: 'busy' } };
          busy += 1;
          await wait(3);
          busy -= 1;
          return undefined;
        },
      };
    },
    fails: ['tolerates/concurrency'],
  },
  {
    name: 'wants-events-in-order',
    steps() {
      let newest = '';
      return {
        handle(payload) {
          const createdAt = String(payload.createdAt);
          if (createdAt < newest) return { status: 409, body: { error: 'too late' } };
          newest = createdAt;
          return undefined;
        },
      };
    },
    fails: ['tolerates/out-of-order'],
  },
  {
    name: 'wants-a-user-created-first',
    steps() {
      const users = new Set<unknown>();
      return {
        handle(payload) {
          if (payload.event === 'User.Created') users.add(field(payload, 'data', 'id'));
          if (payload.event !== 'User.Deleted') return undefined;
          return users.has(field(payload, 'data', 'id')) ? undefined : { status: 404 };
        },
      };
    },
    fails: ['tolerates/out-of-order'],
  },
  {
    name: 'takes-four-seconds-for-one-event',
    steps: slowFor(4000, 'Message.RateLimited'),
    warns: ['behaves/answers-in-time'],
  },
  {
    name: 'redirects-for-good',
    steps: () => ({ admit: () => ({ status: 301, headers: { location: '/elsewhere' } }) }),
    fails: ['behaves/no-redirect'],
  },
  {
    name: 'sees-other',
    steps: () => ({ admit: () => ({ status: 303, headers: { location: '/elsewhere' } }) }),
    fails: ['behaves/no-redirect'],
  },
  {
    name: 'redirects-for-now',
    steps: () => ({ admit: () => ({ status: 307, headers: { location: '/good' } }) }),
    warns: ['behaves/no-redirect'],
  },
  {
    name: 'tells-the-key',
    steps: () => ({ refuse: () => ({ status: 401, body: { error: `not by ${signingKey}` } }) }),
    fails: ['behaves/no-secret-leak'],
  },
  {
    name: 'tells-the-key-in-a-header',
    steps: () => ({ refuse: () => ({ status: 401, headers: { 'x-key': signingKey } }) }),
    fails: ['behaves/no-secret-leak'],
  },
  {
    name: 'tells-the-right-signature',
    steps: () => ({ refuse: (body) => ({ status: 401, body: { expected: hmac(body) } }) }),
    fails: ['behaves/no-secret-leak'],
  },
  {
    name: 'tells-its-stack',
    steps: () => ({ refuse: () => ({ status: 401, body: { error: new Error('no').stack } }) }),
    fails: ['behaves/no-secret-leak'],
  },
  {
    name: 'wants-a-timestamp',
    steps: () => ({
      admit: (request) =>
        good.admit(request) ??
        (request.header('logto-timestamp') === undefined
          ? { status: 400, body: { error: 'missing logto-timestamp header' } }
          : undefined),
    }),
    fails: ['behaves/no-extra-header-needed'],
  },
  {
    name: 'shuts-the-door-after-forgeries',
    steps() {
      let forgeries = 0;
      return {
        refuse() {
          forgeries += 1;
          return { status: 401 };
        },
        admit: (request) => (forgeries >= 5 ? { status: 403 } : good.admit(request)),
      };
    },
    fails: ['behaves/survives'],
  },
  {
    name: 'takes-a-get',
    steps: () => ({
      admit: ({ method }) => (method === 'GET' ? { status: 200 } : undefined),
    }),
    warns: ['behaves/get-not-accepted'],
  },
  {
    name: 'crashes-on-malformed-json',
    steps: () => ({
      parse(rawBody) {
        try {
          return JSON.parse(rawBody.toString());
        } catch {
          throw new Error('not handled');
        }
      },
    }),
    warns: ['behaves/malformed-json'],
  },
];
