import { createHash } from 'node:crypto';

/**
 * Returns a version that orders the states of a user: by the time of the update, then of the event, then
 * by content, so that every receiver agrees. Versions compare as text, because each part has a fixed width.
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
