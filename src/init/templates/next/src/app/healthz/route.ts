import { withReceiver } from '../../receiver-instance.ts';

export const dynamic = 'force-dynamic';

/** Responds with the health of the receiver, its queue and its databases. */
export async function GET(): Promise<Response> {
  const { status, body } = await withReceiver((receiver) => receiver.health());
  return Response.json(body, { status });
}
