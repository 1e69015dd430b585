import { createHash } from 'node:crypto';

/**
 * Says which of two states is the newer one, whatever order they come in: by when the user was
 * updated, then by when the event was made, and where both are the same by the content, so that any
 * two receivers agree. Versions compare as text, for all parts have a fixed width.
 * @param updatedAt epoch milliseconds
 * @param createdAt of the payload, ISO 8601
 */
export function versionOf(updatedAt: number, createdAt: string, content: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${digits(updatedAt)}${digits(Date.parse(createdAt))}${digest.slice(0, 16)}`;
}

function digits(time: number): string {
  return `${time}`.padStart(15, '0');
}
