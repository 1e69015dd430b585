import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDotEnv } from '../../core/workspace/env/read.ts';
import { frameworkOfProject } from '../framework/from-project.ts';
import type { ReceiverSettings } from '../root-cause/experiments/experiments.ts';

const envFiles = ['.env', '.env.local', '.env.development', '.env.development.local'];

/**
 * Reads the .env files of a receiver's project for the keys and addresses that it may use. Values are
 * used as HMAC keys only; none is printed or sent.
 * @param directory the directory of the receiver
 * @param command the command that starts it
 */
export function readReceiverSettings(directory: string, command?: string): ReceiverSettings {
  const files = envFiles.flatMap((name) => {
    const values = readEnvFile(path.join(directory, name));
    return values ? [[name, values] as const] : [];
  });
  const urls = files.flatMap(([, values]) => Object.values(values)).flatMap(toUrl);
  return {
    framework: frameworkOfProject(directory, command),
    command,
    envFiles: Object.fromEntries(files),
    hosts: [...new Set(urls.map(({ host }) => host))],
    origins: [...new Set(urls.map(({ origin }) => origin))],
  };
}

function readEnvFile(file: string): Readonly<Record<string, string | undefined>> | undefined {
  try {
    return existsSync(file) ? parseDotEnv(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined; // A directory or an unreadable file.
  }
}

function toUrl(value: string | undefined): URL[] {
  if (!value || !/^https?:\/\//.test(value) || !URL.canParse(value)) return [];
  return [new URL(value)];
}
