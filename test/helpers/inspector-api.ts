import type { Listener } from './listener.ts';

/**
 * Calls the inspector's API as its page does, and returns the parsed response.
 * @throws Error with the status if it is not 200
 */
export async function callInspector<T = unknown>(
  { inspector }: Pick<Listener, 'inspector'>,
  path: string,
  method = 'GET',
): Promise<T> {
  if (inspector === null) throw new Error('There is no inspector.');
  const { origin, hash } = new URL(inspector);
  const authorization = `Bearer ${hash.replace('#token=', '')}`;
  const response = await fetch(`${origin}/api/${path}`, { method, headers: { authorization } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}
