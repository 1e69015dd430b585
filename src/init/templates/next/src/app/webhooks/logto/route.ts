import { after } from 'next/server';
import { receiveRequest } from '../../../receiver/receive-request.ts';
import { getReceiver } from '../../../receiver-instance.ts';

/** Logto's webhooks. The work goes on after the answer, and Next.js waits for it before it stops. */
export async function POST(request: Request): Promise<Response> {
  const { status, body, settled } = await receiveRequest(await getReceiver(), request);
  after(settled);
  return Response.json(body, { status });
}
