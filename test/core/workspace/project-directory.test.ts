import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { envDirectories, projectDirectory } from '../../../src/core/workspace/project-directory.ts';
import { runCli, temporaryDirectory } from '../../helpers/cli.ts';

/** Creates files below a fresh directory; a name that ends in `/` is a directory. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(root, name.endsWith('/') ? name : path.dirname(name)), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path.join(root, name), text);
  }
  return root;
}

const setKey = (key: string) => `LOGTO_WEBHOOK_SIGNING_KEY=${key}\n`;
const keyIn = async (cwd: string) => (await runCli(['key'], { cwd })).stdout.trim();

describe('the project directory', () => {
  it('gives a subdirectory the same key as the root', async () => {
    const root = tree({ '.git/': '', 'package.json': '{}', 'packages/app/src/': '' });
    const sub = path.join(root, 'packages/app/src');
    const key = await keyIn(sub);
    expect(key).toMatch(/^\w{32}$/);
    expect(await keyIn(root)).toBe(key);
    expect(existsSync(path.join(sub, '.logto-hooks'))).toBe(false);
  });

  it('is the nearest one with state or configuration, else with a package.json, else the working one', () => {
    const root = tree({
      'logto-hooks.config.json': '{}',
      'app/package.json': '{}',
      'app/src/': '',
      'own/.logto-hooks/': '',
      'repository/.git/': '',
      'repository/src/': '',
    });
    const of = (name: string) => path.relative(root, projectDirectory(path.join(root, name)));
    expect(['app/src', 'own', 'repository', 'repository/src', '.'].map(of)).toEqual([
      ...['', 'own', 'repository', 'repository/src', ''],
    ]);
  });

  it('is never above a directory that every user can write to', () => {
    const root = tree({ 'package.json': '{}', '.env': '', 'shared/mine/src/': '' });
    const mine = path.join(root, 'shared/mine');
    chmodSync(path.join(root, 'shared'), 0o777);
    expect(projectDirectory(path.join(mine, 'src'))).toBe(path.join(mine, 'src'));
    expect(envDirectories(path.join(mine, 'src'))).toEqual([path.join(mine, 'src')]);
  });
});

describe('env files', () => {
  it("are read in the frameworks' order, the nearest directory first", async () => {
    const root = tree({
      '.git/': '',
      '.env.development.local': setKey('root'),
      'app/.env': setKey('four'),
      'app/.env.development': setKey('three'),
      'b/.env.development': setKey('three'),
      'b/.env.local': setKey('two'),
      'c/.env.local': setKey('two'),
      'c/.env.development.local': setKey('one'),
      'd/.env.local': 'OTHER=1\n',
    });
    const found = await Promise.all(['app', 'b', 'c', 'd'].map((at) => keyIn(path.join(root, at))));
    expect(found).toEqual(['three', 'two', 'one', 'root']);
  });

  it('with a key that is not read are named when a key is created', async () => {
    const root = tree({
      '.git/': '',
      '.env.production': setKey('live'),
      'app/.dev.vars': setKey('dev'),
      'app/.env.example': setKey('your-key'),
      'app/packages/api/.env': setKey('api'),
      'app/packages/api/node_modules/x/.env': setKey('x'),
      'app/packages/web/.env': 'LOGTO_WEBHOOK_SIGNING_KEY=\n',
      'app/worker/.logto-hooks/signing-key': 'worker',
    });
    const { stdout, stderr } = await runCli(['key'], { cwd: path.join(root, 'app') });
    expect(stdout).toMatch(/^\w{32}\n$/);
    const files =
      '.dev.vars, ../.env.production, packages/api/.env and worker/.logto-hooks/signing-key';
    expect(stderr).toContain(`! Another key is in ${files}, which logto-hooks does not read here.`);
  });
});
