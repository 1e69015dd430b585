import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { isMissing, runShell } from '../helpers/shells.ts';
import { startTenant } from '../helpers/tenant/start.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');

/** Creates a project with one delivery, and returns both. */
async function receiveOne() {
  const cwd = temporaryDirectory();
  const listener = await startListener(['--exit-after', '1'], { cwd });
  await runCli(['send', 'PostSignIn', '--to', listener.url, '--signing-key', signingKey]);
  const { id } = await listener.next();
  await listener.finished;
  return { cwd, id: String(id) };
}

/** Returns a PATH whose `logto-hooks`, or `npx --no logto-hooks`, is the built command. */
function pathWith(name: 'logto-hooks' | 'npx'): string {
  const directory = temporaryDirectory();
  const file = path.join(directory, name);
  const skip = name === 'npx' ? 'shift 2\n' : '';
  writeFileSync(file, `#!/bin/sh\n${skip}exec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(file, 0o755);
  return `${directory}:/usr/bin:/bin`;
}

describe('completion of values', () => {
  it('offers the ids of deliveries in bash and zsh, installed or with npx', async () => {
    const { cwd, id } = await receiveOne();
    if (!isMissing('bash')) {
      const { stdout: script } = await runCli(['completion', 'bash']);
      const complete = (words: readonly string[], name: 'logto-hooks' | 'npx') =>
        runShell(
          [
            'bash',
            '--norc',
            '-c',
            `${script}
            PATH=${pathWith(name)}; COMP_WORDS=(${words.join(' ')} ${id.slice(0, 4)})
            COMP_CWORD=${words.length}; ${name === 'npx' ? '_logto_hooks_npx' : '_logto_hooks'}
            printf '%s\\n' "\${COMPREPLY[@]}"`,
          ],
          cwd,
        );
      expect(complete(['logto-hooks', 'replay'], 'logto-hooks')).toEqual([id]);
      expect(complete(['npx', '--yes', 'logto-hooks', 'history', 'show'], 'npx')).toEqual([id]);
    }
    if (!isMissing('zsh')) {
      const { stdout: script } = await runCli(['completion', 'zsh']);
      const code = `compdef() { :; }\n${script}
        _describe() { print -rl -- $found }; PATH=${pathWith('npx')}; rehash
        _logto_hooks_values deliveries
        _logto_hooks() { print -r -- $CURRENT $words }
        words=(npx --yes logto-hooks send U); CURRENT=5; _logto_hooks_npx`;
      const printed = runShell(['zsh', '-f', '-c', code], cwd);
      expect(printed[0]).toMatch(new RegExp(`^${id}:PostSignIn .*\\d\\d\\\\:\\d\\d`));
      expect(printed[1]).toBe('3 logto-hooks send U');
    }
  });

  it('offers recorded fixtures and their variants in bash, zsh and fish', async () => {
    const cwd = temporaryDirectory();
    const fixtureAt = (...names: string[]) => {
      const file = path.join(cwd, ...names);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, '{}');
    };
    fixtureAt('recorded/prod/PostSignIn/from-prod.json');
    mkdirSync(path.join(cwd, 'receiver'));
    const offered = [
      ['send', '--fixtures', 'rec', 'recorded/prod'],
      ['send', 'PostSignIn', '--fixtures', 'recorded/prod', '--variant', 'from', 'from-prod'],
      ['send', 'PostRegister', '--variant', 'from', ''],
    ].map((words) => ({ words: words.slice(0, -1), value: words.at(-1) }));
    const [bash, zsh, fish] = await Promise.all(
      ['bash', 'zsh', 'fish'].map(async (shell) => (await runCli(['completion', shell])).stdout),
    );
    const file = path.join(cwd, 'completion.fish');
    writeFileSync(file, fish ?? '');
    for (const { words, value } of offered) {
      const found: Record<string, string[]> = {};
      if (!isMissing('bash')) {
        const code = `${bash}\nPATH=${pathWith('logto-hooks')}; COMP_WORDS=(logto-hooks ${words.join(' ')})
          COMP_CWORD=${words.length}; _logto_hooks; printf '%s\\n' "\${COMPREPLY[@]}"`;
        found.bash = runShell(['bash', '--norc', '-c', code], cwd);
      }
      if (value && !isMissing('zsh')) {
        const kind = words.at(-2)?.replace(/^--(\w+?)s?$/, '$1s');
        const code = `compdef() { :; }\n${zsh}\n_describe() { print -rl -- \${found%%:*} }
          PATH=${pathWith('npx')}; rehash; words=(${words.join(' ')}); _logto_hooks_values ${kind}`;
        found.zsh = runShell(['zsh', '-f', '-c', code], cwd);
      }
      if (value && !isMissing('fish')) {
        const code = `set PATH ${pathWith('logto-hooks').replaceAll(':', ' ')}; source ${file}
          complete -C 'logto-hooks ${words.join(' ')}'`;
        const lines = runShell(['fish', '--no-config', '-c', code], cwd);
        found.fish = lines.map((line) => line.split('\t')[0] ?? '');
      }
      for (const [shell, values] of Object.entries(found)) {
        if (value) expect(values, `${shell}: ${words.join(' ')}`).toContain(value);
        else expect(values).not.toContain('from-prod');
      }
    }
  });

  it('lists profiles, and nothing if a source cannot be read', async () => {
    const cwd = temporaryDirectory();
    const list = async (kind: string, env: Record<string, string>) => {
      const { code, stdout, stderr } = await runCli(['completion', '--values', kind], { cwd, env });
      expect([code, stderr]).toEqual([0, '']);
      return stdout;
    };
    const endpoint = 'https://abc.logto.app';
    const profile = { endpoint, appId: 'a', appSecret: 'sEcReT', resource: `${endpoint}/api` };
    mkdirSync(path.join(cwd, 'logto-hooks'));
    const file = path.join(cwd, 'logto-hooks/profiles.json');
    writeFileSync(file, JSON.stringify({ profiles: { staging: profile } }), { mode: 0o600 });
    expect(await list('profiles', { XDG_CONFIG_HOME: cwd })).toBe(`staging\t${endpoint}\n`);
    expect(await list('deliveries', {})).toBe('');
    expect(await list('webhooks', { XDG_CONFIG_HOME: temporaryDirectory() })).toBe('');
  });

  it('lists the webhooks of the tenant, and their hosts', async () => {
    const tenant = await startTenant();
    const { id } = tenant.addHook({ name: 'Orders' });
    const args = ['completion', '--values', 'webhooks'];
    expect((await runCli(args, { env: tenant.env })).stdout).toBe(`${id}\tOrders\n`);
    tenant.addHook({ name: 'Users' });
    const hosts = await runCli(['completion', '--values', 'hosts'], { env: tenant.env });
    expect(hosts.stdout).toBe('logto-hooks.invalid\tUsers, Orders\n');
  });

  it('has checks, recipes and scenarios in the script', async () => {
    const { stdout } = await runCli(['completion', 'bash']);
    expect(stdout).toMatch(/'test\|--only'\) candidates=\('accepts' .*'bytes\/unicode'/);
    expect(stdout).toMatch(/'init\|--recipes'\) candidates=\('welcome-email'/);
    expect(stdout).toMatch(/'send\|--scenario'\) candidates=\('sign-up'/);
    expect(stdout).toMatch(/'test\|--reporter'\) candidates=\('pretty'/);
  });
});
