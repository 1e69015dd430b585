import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../../src/contract/checks.ts';
import { renderChecksPage } from './checks-page.ts';
import { renderEventsPage } from './events-page.ts';
import { renderPayloadTypes } from './payload-types.ts';
import { renderReferencePage } from './reference-page.ts';

// Writes what is derived from other sources: three pages of docs/ and the library's payload types.
const root = path.resolve(import.meta.dirname, '../..');
writeFileSync(path.join(root, 'docs/checks.md'), renderChecksPage(checks));
writeFileSync(path.join(root, 'docs/events.md'), renderEventsPage());
writeFileSync(path.join(root, 'docs/reference.md'), await renderReferencePage());
const types = path.join(root, 'src/core/payload/types');
for (const [file, text] of renderPayloadTypes()) writeFileSync(path.join(types, file), text);
