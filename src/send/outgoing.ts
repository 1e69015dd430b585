import { type CustomHeaders, logtoHeaders } from '../core/logto-request.ts';
import type { Message } from '../core/message.ts';
import { sign } from '../core/signature.ts';
import { tamperBody } from '../core/tamper.ts';
import type { TransportRequest } from '../core/transport.ts';

/** One delivery to make, once or many times. */
export interface Outgoing {
  /** As the payload says; null where the body is no Logto payload. */
  readonly event: string | null;
  /** Null where no fixture was used. */
  readonly variant: string | null;
  readonly message: Message;
}

/** How every delivery of a run is addressed and signed. */
export interface Envelope {
  readonly to: URL;
  readonly signingKey: string;
  readonly headers: CustomHeaders;
  /** `none`: no signature header. `tampered`: the body changes after it was signed. */
  readonly signing: 'valid' | 'tampered' | 'none';
  /** Milliseconds. */
  readonly timeout: number;
}

/** What is put on the wire, with the signature it carries. */
export interface SignedRequest {
  readonly request: TransportRequest & { readonly body: Buffer };
  readonly signature: string | null;
}

/** Bytes of an answer that are kept to be shown. */
const maxResponse = 1024 * 1024;

/** Renders and signs one delivery: the bytes that are signed are the bytes that are sent. */
export function signRequest({ message }: Outgoing, envelope: Envelope): SignedRequest {
  const body = message.render();
  const signature = envelope.signing === 'none' ? undefined : sign(body, envelope.signingKey);
  return {
    signature: signature ?? null,
    request: {
      method: 'POST',
      url: envelope.to,
      headers: logtoHeaders(signature, envelope.headers),
      body: envelope.signing === 'tampered' ? tamperBody(body) : body,
      timeout: envelope.timeout,
      maxResponse,
    },
  };
}
