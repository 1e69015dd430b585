import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { renderPayloadTypes } from '../../../scripts/docs/payload-types.ts';

const directory = path.resolve(import.meta.dirname, '../../../src/core/payload/types');
const rendered = renderPayloadTypes();

it('there is one file of payload types per family of events', () => {
  expect(readdirSync(directory).sort()).toEqual([...rendered.keys()].sort());
});

it.each([...rendered])('%s is as `npm run docs` writes it', (file, text) => {
  expect(readFileSync(path.join(directory, file), 'utf8')).toBe(text);
});
