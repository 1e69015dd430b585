import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Builds what the tests run, so that they never speak of an older build. */
export default function setup(): void {
  const root = path.resolve(import.meta.dirname, '../..');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
