import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderChecksPage } from '../../scripts/docs/checks-page.ts';
import { checks } from '../../src/contract/checks.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/checks.md'), 'utf8');

describe('docs/checks.md', () => {
  it('is up to date with the checks', () => {
    expect(page, 'docs/checks.md is outdated. Run: npm run docs').toBe(renderChecksPage(checks));
  });

  it.each(checks.map(({ id }) => id))('has %s', (id) => {
    expect(page).toContain(`\n### ${id}\n`);
  });

  it('links only to headings of the page', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((target) => !headings.includes(target ?? ''))).toEqual([]);
  });
});
