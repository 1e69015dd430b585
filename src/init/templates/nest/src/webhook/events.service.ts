import { Injectable, Logger } from '@nestjs/common';
import type { LogtoPayload } from '../logto/payloads.js';

export interface EventContext {
  /** SHA-256 of the raw body in hex. Repeated deliveries have the same one; Logto sends no other id. */
  readonly deliveryId: string;
  /** Aborted at the time limit of this attempt. Pass it to `fetch` and the like. */
  readonly signal: AbortSignal;
}

/** Your code: what to do for each event. */
@Injectable()
export class EventsService {
  private readonly logger = new Logger(EventsService.name);

  /**
   * Handles one event after the acknowledgment. An event can arrive twice and out of order. If this
   * rejects, it is called again, with growing delays.
   */
  async handle(payload: LogtoPayload, _context: EventContext): Promise<void> {
    switch (payload.event) {
      case 'User.Created':
        this.logger.log(`user created: ${payload.data.id}`);
        break;
      case 'PostSignIn':
        this.logger.log(`user signed in: ${payload.userId}`);
        break;
    }
  }
}
