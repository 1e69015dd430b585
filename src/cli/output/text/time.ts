/** Returns `10:15:30` in local time. */
export function formatTime(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
}

/** Returns `2026-08-05 10:15:30` in local time. */
export function formatDate(at: Date): string {
  const day = [at.getMonth() + 1, at.getDate()].map(twoDigits).join('-');
  return `${at.getFullYear()}-${day} ${formatTime(at)}`;
}

/** Returns `2026-08-05 10:15:30 +02:00`: local time with its offset from UTC. */
export function formatTimestamp(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const offset = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map(twoDigits);
  return `${formatDate(at)} ${minutes < 0 ? '-' : '+'}${offset.join(':')}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
