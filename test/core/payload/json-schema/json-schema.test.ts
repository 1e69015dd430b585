import { describe, expect, it } from 'vitest';
import { fromJSONSchema } from 'zod';
import { eventNames, isEventName } from '../../../../src/core/logto/events.ts';
import { payloadJsonSchema } from '../../../../src/core/payload/json-schema/json-schema.ts';
import { eventDeliveries, payloadOf, set } from '../../../helpers/payloads.ts';

describe.each(eventNames)('the JSON Schema of %s', (event) => {
  const schema = payloadJsonSchema(event);

  it('is a complete document that accepts additional keys', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `${event.replaceAll('.', '')}Payload`,
      description: expect.stringMatching(/\w\.$/),
      type: 'object',
      additionalProperties: true,
      required: expect.arrayContaining(['event', 'createdAt', 'hookId']),
    });
    const references = JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g);
    expect(Object.keys(schema.$defs ?? {}).sort()).toEqual(
      [...new Set([...references].map(([, name]) => name))].sort(),
    );
  });

  it('accepts what Logto sends and rejects less', () => {
    const validator = fromJSONSchema(schema);
    for (const { name } of eventDeliveries.filter((delivery) => delivery.event === event)) {
      expect(validator.safeParse(payloadOf(name)).error, name).toBeUndefined();
      expect(validator.safeParse(set(payloadOf(name), 'hookId', undefined)).success).toBe(false);
      expect(validator.safeParse(set(payloadOf(name), 'createdAt', 1)).success).toBe(false);
    }
  });
});

it('the JSON Schema requires the request fields of events that only the Management API causes', () => {
  expect(payloadJsonSchema('Role.Created').required).toEqual(
    expect.arrayContaining(['path', 'method', 'status', 'params', 'data']),
  );
});

it('the JSON Schema leaves optional what not every trigger sends', () => {
  const { required } = payloadJsonSchema('PostSignIn');

  expect(required).toEqual(['event', 'createdAt', 'hookId', 'interactionEvent', 'userId']);
  for (const { event } of eventDeliveries) {
    if (isEventName(event)) expect(payloadJsonSchema(event).required).not.toContain('userAgent');
  }
});
