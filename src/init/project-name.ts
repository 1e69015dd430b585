import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import { isDeviceName } from '../core/system/device-names.ts';

export const defaultDirectory = 'logto-webhooks';

/**
 * Returns the name of the project in a directory. It is the name in package.json, so npm's rules apply
 * (https://docs.npmjs.com/cli/configuring-npm/package-json#name).
 * @param directory the project directory, as given
 * @param cwd the working directory; a project created in it gets the closest valid name
 * @throws UsageError for a directory whose name is not a valid package name
 */
export function projectName(directory: string, cwd: string): string {
  const target = path.resolve(cwd, directory);
  const name = path.basename(target);
  if (isPackageName(name)) return name;
  const better = toPackageName(name);
  if (target === cwd) return better;
  throw new UsageError(
    `'${name}' is not a valid project name.`,
    `Use lowercase letters, digits, '-', '.' and '_', such as '${better}'.`,
  );
}

function isPackageName(name: string): boolean {
  const reserved = ['node_modules', 'favicon.ico'];
  const isSafe = !isDeviceName(name) && !name.endsWith('.'); // Windows cannot create such directories.
  return isSafe && /^[a-z0-9][a-z0-9._-]{0,213}$/.test(name) && !reserved.includes(name);
}

function toPackageName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .replace(/[-.]+$/, '')
    .slice(0, 214);
  return isPackageName(plain) ? plain : defaultDirectory;
}
