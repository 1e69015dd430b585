import { renderCurl } from '../cli/output/delivery/curl.ts';
import { renderRequest, toRequestRecord } from '../cli/output/delivery/request.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import type { Outgoing } from '../core/logto/signed-request.ts';
import { type Envelope, prepareRequests } from './outgoing.ts';

interface PrintOptions {
  readonly curl: boolean;
  readonly json: boolean;
  readonly insecure: boolean;
}

/** Prints the requests that would be sent: as HTTP, as curl commands, or as NDJSON. */
export function printRequests(
  outgoing: readonly Outgoing[],
  envelope: Envelope,
  { curl, json, insecure }: PrintOptions,
  { out }: Terminal,
): void {
  const signRequest = prepareRequests(envelope);
  for (const [index, one] of outgoing.entries()) {
    const sent = signRequest(one);
    if (json) out.line(JSON.stringify(toRequestRecord(one, sent)));
    else if (curl) out.write(`${renderCurl(sent, { insecure })}\n`);
    else out.write(`${index > 0 ? '\n' : ''}${renderRequest(sent, out.style)}`);
  }
}
