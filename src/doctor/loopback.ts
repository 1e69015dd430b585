/** Whether a URL is of this very machine, by its name or address (RFC 6761, RFC 5735, RFC 4291). */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])\.?$/i.test(hostname);
}
