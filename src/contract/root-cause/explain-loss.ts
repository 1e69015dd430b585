import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { describeResponse, type Exchange, isAccepted } from '../receiver/exchange.ts';
import type { RootCause } from './root-cause.ts';

/**
 * Searches for the reason why a receiver refuses an event that it accepted before: it may mistake a second
 * delivery of the same webhook for a duplicate.
 * @param variant the event
 * @param refusal how it was refused
 */
export async function explainLoss(
  client: ReceiverClient,
  variant: EventVariant,
  refusal: Exchange,
): Promise<RootCause | undefined> {
  const hookId = `other${Date.now()}`;
  const deliver = (changes: object) =>
    client.post({ ...client.payloads.object(variant), ...changes }, { isForeign: true });
  const withAnother = await deliver({ hookId });
  if (!isAccepted(withAnother) || isAccepted(await deliver({ hookId }))) return undefined;
  return {
    id: 'hook-id-deduplicated',
    message:
      'The receiver treats every delivery after the first as a duplicate: it compares hookId.',
    evidence: `${variant.event} after an accepted one: ${describeResponse(refusal)}; the same with another hookId: ${describeResponse(withAnother)}`,
    remedy:
      'Do not use hookId as a delivery ID: it identifies the webhook and never changes. Store a digest of the body instead.',
  };
}
