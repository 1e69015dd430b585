import { writeSync } from 'node:fs';
import { version } from './version.ts';

// Answered before anything is loaded: scripts ask for the version often, and wait for it.
// process.stdout is a stream, and Node's streams take a tenth of a bare start to load.
const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === '--version' || first === '-v')) {
  writeSync(1, `${version}\n`);
} else {
  void import('./cli.ts').then(({ main }) => main());
}
