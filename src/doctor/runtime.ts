import { type Finding, findingsOf } from './finding.ts';

/** The minimum in package.json's `engines`. */
const oldest = [20, 19] as const;

/** Checks the version of Node.js: `20.19.0`. */
export function checkRuntime(version: string): Finding {
  const node = findingsOf('node', 'Node.js');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSupported = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  if (isSupported) return node.passed(version);
  return node.failed(
    `${version} is too old.`,
    `Install ${oldest.join('.')} or later, from https://nodejs.org.`,
  );
}
