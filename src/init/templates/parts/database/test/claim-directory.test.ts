import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimDirectory } from '../src/database/claim-directory.ts';

it('gives a database directory to exactly one of many that claim it, until it is released', async () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'claim-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const directory = path.join(parent, 'deep', 'database');
  const claims = await Promise.allSettled(
    Array.from({ length: 10 }, () => claimDirectory(directory)),
  );
  const won = claims.filter((claim) => claim.status === 'fulfilled');
  const lost = claims.filter((claim) => claim.status === 'rejected');
  expect([won.length, lost.length]).toEqual([1, 9]);
  expect(lost[0]?.reason.message).toMatch(/^Another process has the database in [^\n]*$/);
  await won[0]?.value.release();
  const again = await claimDirectory(directory);
  await again.release();
});
