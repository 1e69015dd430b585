import { platform } from 'node:os';
import { runProgram } from './run-program.ts';

/**
 * Opens a page in the user's browser.
 * @returns whether that can be believed
 */
export function openInBrowser(url: string): Promise<boolean> {
  switch (platform()) {
    case 'darwin':
      return runProgram('open', [url]);
    case 'win32':
      // What `start` does, without a shell that reads `&` in a URL as its own.
      return runProgram('rundll32', ['url.dll,FileProtocolHandler', url]);
    default:
      return runProgram('xdg-open', [url]);
  }
}
