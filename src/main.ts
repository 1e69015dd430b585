import { version } from './version.ts';

// Answered before anything is loaded: scripts ask for the version often, and wait for it.
const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === '--version' || first === '-v')) {
  process.stdout.write(`${version}\n`);
} else {
  void import('./cli.ts').then(({ main }) => main());
}
