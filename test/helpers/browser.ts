import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';

export interface LaunchedBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** What a browser wants of the network by itself, a test must not wait for. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * A headless Chromium that came with npm, so that a bare machine can run it; where it has none for
 * the platform, the Chrome that is installed.
 */
export async function launchBrowser(): Promise<LaunchedBrowser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const browser = await chromium.launch({ channel: 'chrome', args });
    return { browser, close: () => browser.close() };
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-chromium-'));
  const browser = await chromium.launch({ ...(await unpackChromium(directory)), args });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Unpacks browser, libraries and fonts. The package does so in the temporary directory, where a
 * crash may have left half of it, and adds the libraries only where it believes to be on Lambda:
 * the environment tells it both.
 */
async function unpackChromium(directory: string) {
  const { env } = process;
  const kept = { ...env };
  Object.assign(env, { TMPDIR: directory, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const executablePath = await packaged.executablePath();
    return { executablePath, env: { ...env, FONTCONFIG_FILE: configureFonts(directory) } };
  } finally {
    for (const name of Object.keys(env)) if (!Object.hasOwn(kept, name)) delete env[name];
    Object.assign(env, kept);
  }
}

/** The package's own file looks for its fonts in /tmp alone; one from outside is left in force. */
function configureFonts(directory: string): string {
  if (process.env.FONTCONFIG_FILE) return process.env.FONTCONFIG_FILE;
  const file = path.join(directory, 'fonts.conf');
  const [fonts, cache] = [path.join(directory, 'fonts'), path.join(directory, 'font-cache')];
  writeFileSync(file, `<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`);
  return file;
}
