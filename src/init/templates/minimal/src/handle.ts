import type { LogtoPayload } from './payloads.ts';

/**
 * Handles one event; the payload is typed by its name. An event can arrive twice and out of order, and is
 * not retried if this throws.
 */
export async function handle(payload: LogtoPayload): Promise<void> {
  switch (payload.event) {
    case 'User.Created':
      console.log('user created', payload.data.id);
      break;
    case 'PostSignIn':
      console.log('user signed in', payload.userId);
      break;
  }
}
