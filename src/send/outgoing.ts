import type { TransportRequest } from '../core/http/transport.ts';
import type { Message } from '../core/logto/message.ts';
import { prepareKey } from '../core/logto/prepared-key.ts';
import { type CustomHeaders, logtoHeaders } from '../core/logto/request-headers.ts';
import { signatureHeader } from '../core/logto/signature.ts';
import { tamperBody } from '../core/logto/tamper.ts';

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

/** Renders and signs one delivery. */
export type SignRequest = (outgoing: Outgoing) => SignedRequest;

/**
 * Makes what renders and signs the deliveries of an envelope; what they have in common is made once.
 * The bytes that are signed are the bytes that are sent.
 */
export function prepareRequests(envelope: Envelope): SignRequest {
  const { to, signing, timeout } = envelope;
  const key = prepareKey(envelope.signingKey);
  const headers = logtoHeaders(signing === 'none' ? undefined : '', envelope.headers);
  const isName = (part: string, index: number) => index % 2 === 0 && part === signatureHeader;
  const place = headers.findIndex(isName) + 1;
  return ({ message }) => {
    const body = message.render();
    const signature = signing === 'none' ? null : key.sign(body);
    return {
      signature,
      request: {
        method: 'POST',
        url: to,
        headers: signature === null ? headers : headers.with(place, signature),
        body: signing === 'tampered' ? tamperBody(body) : body,
        timeout,
        maxResponse,
      },
    };
  };
}
