import type { TransportResponse } from '../../core/http/transport.ts';
import type { Framework } from '../snippets/snippet.ts';
import { frameworksOfResponse } from './from-response.ts';

/**
 * Decides between what a receiver's files and its responses say: files are more exact, as long as the
 * responses can be theirs.
 * @param project the framework by its files
 */
export function recognizeFramework(
  project: Framework | undefined,
  responses: Iterable<TransportResponse>,
): Framework | undefined {
  for (const response of responses) {
    const possible = frameworksOfResponse(response);
    if (possible.length === 0) continue;
    return project !== undefined && possible.includes(project) ? project : possible[0];
  }
  return project;
}
