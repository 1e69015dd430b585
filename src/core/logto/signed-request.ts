import type { TransportRequest } from '../http/transport.ts';
import type { Message } from './message.ts';

/** One delivery to make, once or many times. */
export interface Outgoing {
  /** As the payload says; null where the body is no Logto payload. */
  readonly event: string | null;
  /** Null where no fixture was used. */
  readonly variant: string | null;
  readonly message: Message;
}

/** What is put on the wire, with the signature it carries. */
export interface SignedRequest {
  readonly request: TransportRequest & { readonly body: Buffer };
  readonly signature: string | null;
}
