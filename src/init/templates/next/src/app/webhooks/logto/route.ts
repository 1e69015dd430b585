import { after } from 'next/server';
import { receiveRequest } from '../../../receiver/receive-request.ts';
import { withReceiver } from '../../../receiver-instance.ts';

// The receiver needs Node.js: the Edge runtime has neither its queue nor node:crypto.
export const runtime = 'nodejs';

/** Receives Logto's webhooks. Next.js waits for the work that continues after the response. */
export async function POST(request: Request): Promise<Response> {
  const response = await withReceiver((receiver) => receiveRequest(receiver, request));
  if ('settled' in response) after(response.settled);
  return Response.json(response.body, { status: response.status });
}
