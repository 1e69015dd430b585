/** Returns whether a URL leads to this machine by its name or address alone: such requests never leave it. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    /^(?:.+\.)?localhost\.?$/.test(hostname) ||
    /^127(?:\.\d+){3}$/.test(hostname) ||
    // `URL` writes IPv4-mapped addresses in hexadecimal: ::ffff:127.0.0.1 is ::ffff:7f00:1.
    /^\[::(?:1|ffff:7f[\da-f]{2}:[\da-f]{1,4})?\]$/.test(hostname) ||
    hostname === '0.0.0.0'
  );
}
