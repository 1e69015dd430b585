import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readSettings } from '../receiver/settings.ts';
import { settings } from './settings.ts';
import { verifyAuditLog } from './verify.ts';

/*
 * npm run verify [-- --file <file>] [-- --head <hash>]
 * Exits with 1 if the log is not intact.
 */

if (existsSync('.env')) process.loadEnvFile('.env');
const { values } = parseArgs({ options: { file: { type: 'string' }, head: { type: 'string' } } });
const { AUDIT_LOG_FILE, AUDIT_LOG_KEY } = readSettings(settings, process.env);
const file = values.file ?? AUDIT_LOG_FILE;

if (existsSync(file)) {
  const { entries, head, problem, hasHead } = await verifyAuditLog(
    file,
    AUDIT_LOG_KEY,
    values.head,
  );
  const isCut = values.head !== undefined && !hasHead;
  const wrong = problem ?? (isCut ? 'no entry has that hash' : undefined);
  console.log(`${file}: ${entries} intact entries, the last is ${head}`);
  if (wrong) console.error(`${file}: ${wrong}`);
  process.exitCode = wrong ? 1 : 0;
} else {
  console.error(
    `${file} does not exist. Set AUDIT_LOG_FILE, or use: npm run verify -- --file <file>`,
  );
  process.exitCode = 1;
}
