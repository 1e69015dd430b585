import { readPackageFile } from '../../core/package-files.ts';

const types = {
  'index.html': 'text/html; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'app.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const satisfies Readonly<Record<string, string>>;

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** Reads a file of the inspector's page; returns undefined for any other path. */
export function readPageFile(pathname: string): PageFile | undefined {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  if (!isPageFile(name)) return undefined;
  return { type: types[name], content: readPackageFile(`dist/inspector/${name}`) };
}

function isPageFile(name: string): name is keyof typeof types {
  return Object.hasOwn(types, name);
}
