import { z } from 'zod';

/** The URL of a service: https, or http on this machine. */
export const httpsUrl = z
  .url({ error: 'must be a URL' })
  .transform((text) => new URL(text))
  .refine(({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname), {
    error: 'must begin with https://',
  });

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
