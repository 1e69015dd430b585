import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../src/contract/checks.ts';
import { renderChecksPage } from './checks-page.ts';

// Writes docs/checks.md anew, from the checks themselves.
writeFileSync(path.resolve(import.meta.dirname, '../docs/checks.md'), renderChecksPage(checks));
