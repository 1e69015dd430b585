import { getReceiver } from '../../receiver-instance.ts';

export const dynamic = 'force-dynamic';

/** Whether the receiver takes deliveries. */
export async function GET(): Promise<Response> {
  const { isClosing } = await getReceiver();
  return Response.json(
    { status: isClosing ? 'stopping' : 'ok' },
    { status: isClosing ? 503 : 200 },
  );
}
