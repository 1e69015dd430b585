/** `10:15:30`, as the clock on the wall says. */
export function formatTime(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
}

/** `2026-08-05 10:15:30`, as the calendar and the clock on the wall say. */
export function formatDate(at: Date): string {
  const day = [at.getMonth() + 1, at.getDate()].map(twoDigits).join('-');
  return `${at.getFullYear()}-${day} ${formatTime(at)}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
