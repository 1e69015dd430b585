import type { TransportRequest } from '../http/transport/transport.ts';
import type { Message } from './message.ts';

/** One delivery to make, once or many times. */
export interface Outgoing {
  /** The payload's event; null if the body is not a Logto payload. */
  readonly event: string | null;
  /** Null if no fixture is used. */
  readonly variant: string | null;
  readonly message: Message;
}

/** A request with its signature. */
export interface SignedRequest {
  readonly request: TransportRequest & { readonly body: Buffer };
  readonly signature: string | null;
}
