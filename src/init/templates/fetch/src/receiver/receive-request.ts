import { type Answer, maxBodyBytes, type Receiver, refused, signatureHeader } from './receiver.ts';

/** Takes a request of the Fetch API, as Hono, Next.js, Workers, Bun and Deno have it. */
export async function receiveRequest(receiver: Receiver, request: Request): Promise<Answer> {
  const rawBody = await readBody(request);
  if (!rawBody) return refused(413, 'The body is too large.');
  return receiver.receive(rawBody, request.headers.get(signatureHeader));
}

/** The bytes of a body as they came, or undefined where it is larger than is read. */
async function readBody({ headers, body }: Request): Promise<Uint8Array | undefined> {
  if (Number(headers.get('content-length')) > maxBodyBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
