import { expect } from 'vitest';
import { parsePath } from '../../src/core/payload/path.ts';
import { type RealDelivery, realDeliveries } from './deliveries.ts';

/** Parses the body of a captured delivery such as `User.Created/post-users`. */
export function payloadOf(name: string): Record<string, unknown> {
  const delivery = realDeliveries.find((candidate) => candidate.name === name);
  return JSON.parse(delivery?.body ?? expect.fail(`Unknown delivery ${name}.`));
}

/** Returns whether a delivery comes from "Send test payload" in Logto Console. */
export function isConsoleTest({ name }: RealDelivery): boolean {
  return name.endsWith('/console-test-payload');
}

/** The captured deliveries of real events. */
export const eventDeliveries = realDeliveries.filter((delivery) => !isConsoleTest(delivery));

/** Returns the value at a path such as `data[0].id`, or undefined. */
export function get(payload: unknown, path: string): unknown {
  return steps(path).reduce<unknown>(
    (value, key) => (isObject(value) ? Reflect.get(value, key) : undefined),
    payload,
  );
}

/** Changes the value at a path and returns the payload; undefined removes the key. */
export function set<T>(payload: T, path: string, value: unknown): T {
  const keys = steps(path);
  const last = keys.pop() ?? '';
  const parent = get(payload, keys.join('.'));
  if (!isObject(parent)) return expect.fail(`${path} does not exist.`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
  return payload;
}

function steps(path: string): string[] {
  return path === '' ? [] : parsePath(path).map(String);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
