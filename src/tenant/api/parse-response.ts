import type * as z from 'zod';
import { JsonScanner } from '../../core/json/scanner.ts';
import { explainComplexity, explainShape } from './explain-failure.ts';

/**
 * The most values (containers and scalars) in an item: users can have much custom data, and a log entry can
 * have 20,000 ids of a membership change twice.
 */
const mostValues = 200_000;

/** Returns a parsed response, or undefined if it is not JSON or has more values than Logto sends. */
export function parseResponse(body: Buffer): unknown {
  try {
    return countValues(body) > mostValues ? undefined : JSON.parse(body.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function countValues(body: Buffer): number {
  const scanner = new JsonScanner(body);
  const values = scanner.skipValue();
  scanner.end();
  return values;
}

/**
 * Parses a list item by item and stops at the first invalid one, so that a list of millions of other things
 * is neither built nor checked.
 * @param request for messages, such as `GET /api/hooks`
 * @returns undefined if the body is not a JSON list
 * @throws TenantError for an item of another shape
 */
export function parseItems<Item>(
  body: Buffer,
  schema: z.ZodType<Item>,
  request: string,
): Item[] | undefined {
  const scanner = new JsonScanner(body);
  const items: Item[] = [];
  try {
    if (scanner.peekKind() !== 'array') return undefined;
    if (!scanner.enter()) return items;
    do {
      scanner.peekKind();
      const start = scanner.position;
      if (scanner.skipValue() > mostValues) throw explainComplexity(request, items.length);
      const item = schema.safeParse(JSON.parse(body.toString('utf8', start, scanner.position)));
      if (!item.success) throw explainShape(item.error, request, [items.length]);
      items.push(item.data);
    } while (scanner.hasMore('array'));
    scanner.end();
    return items;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
