import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderReferencePage } from '../../scripts/docs/reference-page.ts';

describe('docs/reference.md', () => {
  it('has every command and option as the program defines them', async () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/reference.md'), 'utf8');
    expect(page, 'docs/reference.md is outdated. Run: npm run docs').toBe(
      await renderReferencePage(),
    );
  });

  it('groups the options of listen, and of no other command', async () => {
    const page = await renderReferencePage();
    const titles = [...page.matchAll(/^\| (.+) \| Meaning \|$/gm)].map(([, title]) => title);
    expect(titles.filter((title) => title !== 'Option' && title !== 'Argument')).toEqual([
      ...['Forwarding', 'Keys and events', 'Output', 'History and fixtures', 'Tenant'],
    ]);
  });
});
