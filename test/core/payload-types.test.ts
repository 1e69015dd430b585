import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { eventNames } from '../../src/core/events.ts';
import { payloadTypes } from '../../src/core/payload-types.ts';
import { temporaryDirectory } from '../helpers/cli.ts';

const tsc = path.resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc');

const usage = `
import type { LogtoEventName, LogtoPayload, LogtoPayloads, LogtoUser } from './logto-payloads';

export function emailOf(payload: LogtoPayload): string | null | undefined {
  switch (payload.event) {
    case 'User.Created':
      return payload.data.primaryEmail;
    case 'PostSignIn':
      return payload.user?.primaryEmail;
    case 'Role.Scopes.Updated':
      return payload.data?.[0]?.resourceId;
    case 'Role.Deleted':
      // @ts-expect-error there is none
      return payload.data;
    case 'PostSignInAdaptiveMfaTriggered':
      return payload.adaptiveMfaResult.triggeredRules[0].rule;
    default:
      return undefined;
  }
}

export const names: LogtoEventName[] = ${JSON.stringify(eventNames)};
export type Deleted = LogtoPayloads['User.Deleted']['data'] extends LogtoUser ? true : never;
export const deleted: Deleted = true;
// @ts-expect-error there is no such event
export const unknown: LogtoEventName = 'User.Renamed';
`;

it('compiles alone, and its union narrows', () => {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'logto-payloads.ts'), payloadTypes());
  writeFileSync(path.join(cwd, 'usage.ts'), usage);

  const args = [tsc, '--strict', '--noEmit', '--exactOptionalPropertyTypes', 'usage.ts'];
  expect(spawnSync(process.execPath, args, { cwd, encoding: 'utf8' }).stdout).toBe('');
});

it('imports nothing, documents every payload, and names each entity once', () => {
  const text = payloadTypes();

  expect(text).not.toMatch(/\bimport\b/);
  expect(text.match(/export interface LogtoUser /g)).toHaveLength(1);
  for (const event of eventNames) {
    const name = `${event.replaceAll('.', '')}Payload`;
    expect(text).toMatch(new RegExp(`\\*/\\nexport interface ${name} \\{\\n  event: '${event}';`));
    expect(text).toContain(`  '${event}': ${name};`);
  }
});
