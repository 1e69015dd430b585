import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { eventNames } from '../../../../src/core/logto/events.ts';
import { payloadTypes } from '../../../../src/core/payload/json-schema/typescript.ts';

/** As a receiver made by `init` has it, and is checked with. */
const written = path.resolve(
  import.meta.dirname,
  '../../../../dist/templates/logto/src/logto/payloads.ts',
);

it('a receiver made by init has the types that events types prints', () => {
  expect(readFileSync(written, 'utf8')).toBe(payloadTypes());
});

it('the types import nothing, document every payload, and declare each entity once', () => {
  const text = payloadTypes();

  expect(text).not.toMatch(/\bimport\b/);
  expect(text.match(/export interface LogtoUser /g)).toHaveLength(1);
  for (const event of eventNames) {
    const name = `${event.replaceAll('.', '')}Payload`;
    expect(text).toMatch(
      new RegExp(`\\*/\\nexport interface ${name} \\{\\n  /\\*\\*.*\\*/\\n  event: '${event}';`),
    );
    const key = event.includes('.') ? `'${event}'` : event; // Biome and Prettier quote only where they must.
    expect(text).toContain(`  ${key}: ${name};`);
  }
});
