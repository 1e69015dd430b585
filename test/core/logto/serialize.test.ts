import { expect, it } from 'vitest';
import { logtoJson } from '../../../src/core/logto/serialize.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';
import { jsonbOrder } from '../../helpers/json-stacks.ts';

const real = realDeliveries.filter(({ name }) => !name.endsWith('console-test-payload'));

it.each(real.map(({ name, body }) => [name, body]))('%s is the same bytes again', (_, body) => {
  const forgotten = jsonbOrder(JSON.parse(body)) as Record<string, unknown>;
  expect(logtoJson(forgotten).toString()).toBe(body);
});

it('leaves what is not of Logto as it is, however deep', () => {
  let deep: unknown = 'Zoë';
  for (let level = 0; level < 1000; level++) deep = { deep };
  const payload = { event: 'User.Created', hookId: 'h', b: 1, a: deep };
  expect(JSON.parse(logtoJson(payload).toString())).toEqual(payload);
});
