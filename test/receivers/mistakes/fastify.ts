import { createHash } from 'node:crypto';
import Fastify, { type FastifyRequest } from 'fastify';
import { hmac, type MistakenReceivers, signatureHeader } from './mistake.ts';

/** Mistakes that are made with Fastify. */
export const fastifyMistakes: MistakenReceivers = {
  framework: 'fastify',
  mistakes: [
    { name: 'expects-base64', cause: 'signature-base64', says: /signature in base64/ },
    { name: 'sorts-the-keys', cause: 'body-key-order', says: /keys sorted/ },
    { name: 'uses-sha-512', cause: 'algorithm-other', says: /HMAC with SHA-512/ },
    { name: 'hashes-without-hmac', cause: 'algorithm-without-key', says: /plain SHA256 hash/ },
    { name: 'reads-user', cause: 'field-place', says: /reads user, but .* in data/ },
    { name: 'requires-type', cause: 'field-name', says: /requires the field type/ },
    { name: 'signs-the-body-as-python', cause: 'body-reformatted', says: /json\.dumps/ },
    { name: 'refuses-unknown-fields', cause: 'field-refused', says: /hookId/ },
  ],
  async start() {
    const app = Fastify({ forceCloseConnections: true, bodyLimit: 5 * 1024 * 1024 });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    for (const [name, isAccepted] of Object.entries(receivers)) {
      app.post(`/${name}`, async (request, reply) => {
        const status = isAccepted(String(request.body), signatureOf(request));
        return reply.code(status === true ? 200 : status === false ? 401 : status).send({});
      });
    }
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    return { origin, close: () => app.close() };
  },
};

function signatureOf({ headers }: FastifyRequest): string {
  return headers[signatureHeader]?.toString() ?? '';
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** Writes JSON as Python's json.dumps: with spaces, and non-ASCII characters escaped. */
function asPython(body: string): string {
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
    if (typeof value === 'object' && value !== null) {
      return `{${Object.entries(value)
        .map(([key, inner]) => `${write(key)}: ${write(inner)}`)
        .join(', ')}}`;
    }
    const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return JSON.stringify(value).replace(/[\u0080-\uffff]/g, escaped);
  };
  return write(JSON.parse(body));
}

/** Whether each receiver accepts a delivery; a status if it refuses with another one than 401. */
const receivers: Readonly<Record<string, (body: string, signature: string) => boolean | number>> = {
  'expects-base64': (body, signature) => signature === hmac(body, 'base64'),
  'sorts-the-keys': (body, signature) =>
    signature === hmac(JSON.stringify(sorted(JSON.parse(body)))),
  'uses-sha-512': (body, signature) => signature === hmac(body, 'hex', undefined, 'sha512'),
  'hashes-without-hmac': (body, signature) =>
    signature === createHash('sha256').update(body).digest('hex'),
  'reads-user': (body, signature) => {
    if (signature !== hmac(body)) return false;
    return JSON.parse(body).user.id === undefined ? 500 : true;
  },
  'requires-type': (body, signature) => {
    if (signature !== hmac(body)) return false;
    return JSON.parse(body).type === undefined ? 422 : true;
  },
  'signs-the-body-as-python': (body, signature) => signature === hmac(asPython(body)),
  'refuses-unknown-fields': (body, signature) => {
    if (signature !== hmac(body)) return false;
    return 'hookId' in JSON.parse(body) ? 400 : true;
  },
};
