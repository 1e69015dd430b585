/** Returns the stack trace of an error as lines. The message always stays on one line. */
export function stackLines({ name, message, stack = '' }: Error): string[] {
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return [`${name}: ${message}`, ...frames.split('\n').filter(Boolean)];
}
