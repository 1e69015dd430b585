import { type CustomHeaders, logtoHeaders } from '../core/logto/request-headers.ts';
import { sign } from '../core/logto/signature.ts';
import type { Outgoing, SignedRequest } from '../core/logto/signed-request.ts';
import { tamperBody } from '../core/logto/tamper.ts';

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

/** Bytes of a response to keep for display. */
const maxResponse = 1024 * 1024;

/**
 * A placeholder for the signature, which a custom header of that name may surround; no header can contain it.
 */
const placeholder = '\0';

/** Renders and signs one delivery. */
export type SignRequest = (outgoing: Outgoing) => SignedRequest;

/**
 * Returns a function that renders and signs the deliveries of an envelope. The bytes that are signed are the
 * bytes that are sent.
 */
export function prepareRequests(envelope: Envelope): SignRequest {
  const { to, signing, signingKey, timeout } = envelope;
  const headers = logtoHeaders(signing === 'none' ? undefined : placeholder, envelope.headers);
  const place = headers.findIndex((part) => part.includes(placeholder));
  const template = headers[place] ?? '';
  return ({ message }) => {
    const body = message.render();
    const signature = signing === 'none' ? null : sign(body, signingKey);
    return {
      signature,
      request: {
        method: 'POST',
        url: to,
        headers:
          signature === null
            ? headers
            : headers.with(place, template.replace(placeholder, signature)),
        body: signing === 'tampered' ? tamperBody(body) : body,
        timeout,
        maxResponse,
      },
    };
  };
}
