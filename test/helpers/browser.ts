import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';

export interface LaunchedBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Turns off what a browser does on the network by itself. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Launches the headless Chromium from npm or, on other platforms than Linux x64, the installed Chrome. */
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
 * Unpacks browser, libraries and fonts. The environment makes the package use a fresh directory, because
 * a crash may have left half of it in the default one, and add the libraries, as on Lambda.
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

/** Writes a font configuration, because the package's own only finds fonts in /tmp. */
function configureFonts(directory: string): string {
  if (process.env.FONTCONFIG_FILE) return process.env.FONTCONFIG_FILE;
  const file = path.join(directory, 'fonts.conf');
  const [fonts, cache] = [path.join(directory, 'fonts'), path.join(directory, 'font-cache')];
  writeFileSync(file, `<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`);
  return file;
}
