import path from 'node:path';
import type { Terminal } from '../../cli/terminal/index.ts';
import type { Screen } from '../../cli/terminal/screen.ts';
import { errorMessage, UsageError } from '../../core/errors.ts';
import { indentToEdit, isJson, maxLaidOut } from '../../core/json/tokens.ts';
import { readPayload } from '../../core/payload/read.ts';
import { openPrivately } from '../../core/system/browser.ts';
import { copySequence, copyText } from '../../core/system/clipboard.ts';
import { editText } from '../../core/system/editor.ts';
import { formatSize } from '../../core/units.ts';
import { replaceFile } from '../../core/workspace/replace-file.ts';
import { ensureStateDirectory, stateFile } from '../../core/workspace/state-directory.ts';
import type { AttemptRecord, InspectorSource } from '../inspector/source.ts';
import type { Effect } from './reducer.ts';
import { renderOwnAttempt } from './render-attempt.ts';
import type { KeysState } from './state.ts';

export interface ActionContext {
  readonly source: InspectorSource;
  /** Null if no inspector runs. */
  readonly inspectorUrl: string | null;
  readonly terminal: Terminal;
  readonly screen: Screen;
  readonly update: (make: (state: KeysState) => KeysState) => void;
}

/** The actions of the keys. */
export interface Actions {
  /** Performs an action. Errors are printed; they never end the listener. */
  perform(effect: Effect): Promise<void>;
  /** Removes temporary files. */
  close(): void;
}

export function createActions(context: ActionContext): Actions {
  const edit = createEdit(context);
  const browser = createBrowserAction(context);
  const perform = async (effect: Effect): Promise<void> => {
    switch (effect.does) {
      case 'replay':
        return replay(context, effect.id);
      case 'edit':
        return edit(effect.id);
      case 'details':
        return showDetails(context, effect.id);
      case 'copy-curl':
        return copy(context, await context.source.curl(effect.id), effect.id, 'curl command');
      case 'copy-body':
        return copyBody(context, effect.id);
      case 'copy-headers':
        return copyHeaders(context, effect.id);
      case 'send': {
        const sent = await context.source.send({ event: effect.event, set: [] });
        return report(context, sent, effect.event, null);
      }
      case 'open':
        return browser.open(effect.id);
      case 'clear':
        return context.screen.clear();
      case 'quit':
        return context.terminal.interrupt();
    }
  };
  return {
    perform: (effect) => perform(effect).catch((error: unknown) => explain(context, error)),
    close: () => browser.close(),
  };
}

async function replay(context: ActionContext, id: string, body?: string): Promise<void> {
  const { summary } = await context.source.get(id);
  say(context, 'Replaying …');
  const attempt = await context.source.replay(id, { body });
  report(context, attempt, body === undefined ? summary.event : eventOf(body), id);
  await refreshDetails(context, id);
}

/** Returns the event of an edited body; null if it has none. */
function eventOf(body: string): string | null {
  return readPayload(Buffer.from(body), false).event;
}

async function showDetails({ source, update }: ActionContext, id: string): Promise<void> {
  const details = await source.get(id);
  update((state) => ({ ...state, selected: id, mode: { name: 'details', details, top: 0 } }));
}

/** Updates the details with a new attempt, if they are shown. */
async function refreshDetails({ source, update }: ActionContext, id: string): Promise<void> {
  const details = await source.get(id);
  update((state) =>
    state.mode.name === 'details' && state.mode.details.summary.id === id
      ? { ...state, mode: { ...state.mode, details } }
      : state,
  );
}

/** Keeps an edited text that is not JSON as a draft to fix. */
function createEdit(context: ActionContext): (id: string) => Promise<void> {
  let draft: { readonly id: string; readonly text: string } | undefined;
  return async (id) => {
    const { terminal, screen, source } = context;
    const { body } = (await source.get(id)).record;
    if (body === undefined || !isJson(body)) {
      throw new UsageError(`The body of ${id} is not JSON.`, 'Replay it unchanged with r.');
    }
    if (body.length > maxLaidOut) {
      throw new UsageError(
        `The body of ${id} is too large to edit: ${formatSize(body.length)}.`,
        `Bodies of up to ${formatSize(maxLaidOut)} can be edited. Press r to replay it unchanged.`,
      );
    }
    const original = `${indentToEdit(body)}\n`;
    const begin = draft?.id === id ? draft.text : original;
    draft = undefined;
    const edited = await screen.suspendFor(() => editText(begin, `${id}.json`, terminal.env));
    if (edited === original) return say(context, 'Nothing was changed, so nothing was sent.');
    if (isJson(edited)) return replay(context, id, edited);
    draft = { id, text: edited };
    say(context, 'Not sent: the text is not JSON. Press e to fix it.');
  };
}

async function copyBody(context: ActionContext, id: string): Promise<void> {
  const { body } = (await context.source.get(id)).record;
  if (body === undefined) {
    throw new UsageError(`The body of ${id} is not text.`, 'Copy it as a curl command with c.');
  }
  await copy(context, body, id, 'body');
}

async function copyHeaders(context: ActionContext, id: string): Promise<void> {
  const { headers } = (await context.source.get(id)).record;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  await copy(context, lines.join('\n'), id, 'headers');
}

/** The most characters to print if no program copies a text; a longer one is saved to a file. */
const maxPrinted = 2000;

/** Copies a text, or else prints or saves it. @param name of the text, such as `body` */
async function copy(context: ActionContext, text: string, id: string, name: string): Promise<void> {
  const { terminal, screen } = context;
  const sequence = copySequence(text);
  if (sequence !== undefined) screen.send(sequence);
  const program = await copyText(text, terminal.env);
  if (program !== undefined) return say(context, `Copied the ${name} with ${program}.`);
  // The terminal does not report whether it copied the text.
  const asked =
    sequence === undefined ? 'It is too long for the terminal.' : 'Sent to the terminal.';
  const alsoIs = `The ${name} ${name === 'headers' ? 'are' : 'is'} also`;
  if (text.length <= maxPrinted) {
    terminal.out.write(`${text}\n`);
    return say(context, `${asked} ${alsoIs} printed above.`);
  }
  const file = saveCopy(text, `${id}-${name.replace(' ', '-')}.txt`, terminal.cwd);
  say(context, `${asked} ${alsoIs} in ${file}`);
}

/** Saves a text. Returns the file, relative to the project directory. */
function saveCopy(text: string, name: string, cwd: string): string {
  const file = stateFile(cwd, 'copies', name);
  replaceFile(file, Buffer.from(`${text}\n`), 0o600);
  return path.relative(cwd, file);
}

/** Milliseconds after which a browser has read the file that redirects it to the inspector. */
const browserStart = 60_000;

function createBrowserAction(context: ActionContext) {
  const { inspectorUrl, terminal } = context;
  let timer: NodeJS.Timeout | undefined;
  let remove = () => {};
  return {
    async open(id: string | null): Promise<void> {
      if (inspectorUrl === null) return say(context, 'The inspector is off (--inspect).');
      const url = id === null ? inspectorUrl : `${inspectorUrl}&delivery=${id}`;
      say(context, 'Opening the inspector …');
      clearTimeout(timer);
      const opened = await openPrivately(url, ensureStateDirectory(terminal.cwd));
      remove = opened.remove;
      timer = setTimeout(remove, browserStart).unref();
      if (opened.isOpen) return say(context, 'The inspector is open in the browser.');
      terminal.out.line(url);
      say(context, 'Could not open a browser. The address is printed above.');
    },
    close(): void {
      clearTimeout(timer);
      remove();
    },
  };
}

/** Prints an attempt; in a full-screen view, the outcome is also shown there. */
function report(
  context: ActionContext,
  attempt: AttemptRecord,
  event: string | null,
  id: string | null,
): void {
  const { out } = context.terminal;
  out.lines(renderOwnAttempt(attempt, event, id, out));
  const outcome = attempt.status ?? attempt.error?.code ?? 'no response';
  context.update((state) => ({
    ...state,
    note: state.mode.name === 'details' ? `Replayed: ${outcome}` : null,
  }));
}

function say({ update }: ActionContext, note: string): void {
  update((state) => ({ ...state, note }));
}

function explain(context: ActionContext, error: unknown): void {
  const { err } = context.terminal;
  const text = errorMessage(error);
  const remedy = error instanceof UsageError ? (error.remedy ?? '') : '';
  err.line(`${err.style.red('error:')} ${[text, remedy].filter(Boolean).join(' ')}`);
  say(context, text);
}
