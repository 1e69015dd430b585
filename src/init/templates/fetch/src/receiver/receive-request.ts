import {
  maxBodyBytes,
  type Receiver,
  type ReceiverResponse,
  rejected,
  signatureHeader,
} from './receiver.ts';

/** Handles a request of the Fetch API. */
export async function receiveRequest(
  receiver: Receiver,
  request: Request,
): Promise<ReceiverResponse> {
  const rawBody = await readBody(request);
  if (!rawBody) return rejected(413, 'The body is too large.');
  return receiver.receive(rawBody, request.headers.get(signatureHeader));
}

/** Reads the bytes of a body. Returns undefined if it is too large. */
export async function readBody({ headers, body }: Request): Promise<Uint8Array | undefined> {
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
