import type { TransportResponse } from '../../core/http/transport/transport.ts';
import type { Framework } from '../snippets/snippet.ts';
import { frameworksOfResponse } from './from-response.ts';

/**
 * Returns the framework that the files of a project show, unless its responses contradict that; then
 * that of the responses.
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
