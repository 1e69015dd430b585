import { plainText } from '../../cli/output/text/plain-text.ts';
import { maskUrl } from '../../core/http/mask-url.ts';

/** Returns a webhook's URL as it may be shown: its user information and query values may be secret. */
export function shownUrl(text: string): string {
  return plainText(maskUrl(text));
}
