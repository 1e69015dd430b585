import { existsSync } from 'node:fs';
import process from 'node:process';
import { readSettings } from '../receiver/settings.ts';
import { databaseSettings } from './database.ts';
import { exportUsers } from './export-users.ts';

/* npm run users: prints the users table as JSON lines. */

if (existsSync('.env')) process.loadEnvFile();
process.stdout.write(await exportUsers(readSettings(databaseSettings, process.env)));
