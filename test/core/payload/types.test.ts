import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { renderPayloadTypes } from '../../../scripts/docs/payload-types.ts';

const directory = path.resolve(import.meta.dirname, '../../../src/core/payload/types');
const rendered = renderPayloadTypes();

it('has a file per family of events, and no other', () => {
  expect(readdirSync(directory).sort()).toEqual([...rendered.keys()].sort());
});

it.each([...rendered])('has %s as `npm run docs` writes it', (file, text) => {
  expect(readFileSync(path.join(directory, file), 'utf8')).toBe(text);
});
