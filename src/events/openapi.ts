import { fixtureVariants, loadFixture } from '../core/fixtures/fixtures.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { catalog } from '../core/logto/catalog.ts';
import type { EventName } from '../core/logto/events.ts';
import { signatureHeader } from '../core/logto/signature.ts';
import {
  eventsOfVersion,
  newestVersion,
  retriesOfVersion,
  variantsOfVersion,
} from '../core/logto/versions.ts';
import { payloadForVersion } from '../core/payload/for-version.ts';
import { payloadJsonSchema, payloadName } from '../core/payload/json-schema/json-schema.ts';
import type { JsonSchema } from '../core/payload/json-schema/json-schema-node.ts';
import { titleOf } from './catalog-output.ts';
import { uncapitalize } from './event-output.ts';

/** The name of the schema that accepts every payload. */
const anyPayload = 'LogtoWebhookPayload';
const schemas = '#/components/schemas';
const signatureParameter = 'LogtoSignature';

/**
 * Returns an OpenAPI 3.1 document that describes every webhook of a Logto version: one entry per event
 * in `webhooks`, with the signature header, the payload's schema and an example per variant.
 */
export function openApiDocument(version: VersionText = newestVersion): object {
  const events = eventsOfVersion(version, { devFeatures: true });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Logto webhooks',
      version,
      description: describeApi(version),
    },
    externalDocs: { url: 'https://docs.logto.io/developers/webhooks' },
    tags: [...new Set(events.map((event) => titleOf(catalog[event])))].map((name) => ({ name })),
    paths: {},
    webhooks: Object.fromEntries(
      events.map((event) => [event, { post: describeWebhook(event, version) }]),
    ),
    components: {
      parameters: { [signatureParameter]: signature },
      schemas: { ...componentSchemas(events, version), [anyPayload]: unionOf(events) },
    },
  };
}

function describeApi(version: VersionText): string {
  const retries = retriesOfVersion(version);
  const retryRule =
    retries > 0
      ? `A response of 500 or above is retried up to ${retries} times with the same bytes, so handle repeated deliveries.`
      : 'A failed delivery is not retried.';
  return [
    `The webhooks that Logto ${version} sends. Verify the signature over the raw body before you read it.`,
    `Respond with any 2xx within 10 seconds. ${retryRule}`,
    'Logto may add events and fields: ignore what you do not know.',
  ].join(' ');
}

const signature = {
  name: signatureHeader,
  in: 'header',
  required: true,
  description:
    "HMAC-SHA256 of the raw request body with the webhook's signing key, in lowercase hexadecimal.",
  schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
};

function describeWebhook(event: EventName, version: VersionText): object {
  const { meaning, fires, use, since } = catalog[event];
  return {
    operationId: `on${event.replaceAll('.', '')}`,
    tags: [titleOf(catalog[event])],
    summary: meaning,
    description: `${fires} Use it to: ${uncapitalize(use)} Since Logto ${since}.`,
    parameters: [{ $ref: `#/components/parameters/${signatureParameter}` }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: `${schemas}/${payloadName(event)}` },
          examples: examplesOf(event, version),
        },
      },
    },
    responses: {
      '2XX': { description: 'The delivery is accepted. Logto ignores the body.' },
      '401': { description: 'The signature is missing or wrong.' },
    },
  };
}

function examplesOf(event: EventName, version: VersionText): object {
  const known = variantsOfVersion(event, version);
  return Object.fromEntries(
    fixtureVariants(event)
      .filter((variant) => known.includes(variant))
      .map((variant) => {
        const { payload } = loadFixture(event, variant);
        return [variant, { value: payloadForVersion(payload, version) }];
      }),
  );
}

function componentSchemas(events: readonly EventName[], version: VersionText): object {
  const documents = events.map((event) => [event, payloadJsonSchema(event, version)] as const);
  const entities = documents.flatMap(([, { $defs = {} }]) => Object.entries($defs));
  const payloads = documents.map(([event, { $schema, $defs, ...schema }]) => {
    return [payloadName(event), schema] as const;
  });
  return Object.fromEntries(
    [...entities, ...payloads].map(([name, schema]) => [name, relink(schema)]),
  );
}

/** Returns a schema whose references point to the components of the document. */
function relink(schema: JsonSchema): unknown {
  const move = (key: string, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs', schemas) : value;
  return JSON.parse(JSON.stringify(schema, move));
}

function unionOf(events: readonly EventName[]): object {
  const references = events.map((event) => [event, `${schemas}/${payloadName(event)}`] as const);
  return {
    description: 'The payload of any event; `event` says which.',
    oneOf: references.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: 'event', mapping: Object.fromEntries(references) },
  };
}
