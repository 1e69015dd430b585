import { InvalidArgumentError } from '@commander-js/extra-typings';
import { UsageError } from '../core/errors.ts';

/**
 * Makes a reader of core values (which throws UsageError) one of a commander option,
 * so that the message names the option.
 */
export function option<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new InvalidArgumentError([error.message, error.remedy].filter(Boolean).join(' '));
    }
  };
}

export const signingKeyOption = [
  '--signing-key <key>',
  'sign and verify with this key (default: LOGTO_WEBHOOK_SIGNING_KEY, .env, .logto-hooks/signing-key)',
] as const;
