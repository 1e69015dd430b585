import type { Terminal } from '../../cli/terminal/index.ts';
import type { Screen } from '../../cli/terminal/screen.ts';
import { errorMessage, UsageError } from '../../core/errors.ts';
import { indentToEdit, isJson, maxLaidOut } from '../../core/json/tokens.ts';
import { openPrivately } from '../../core/system/browser.ts';
import { copySequence, copyText } from '../../core/system/clipboard.ts';
import { editText } from '../../core/system/editor.ts';
import { formatSize } from '../../core/units.ts';
import { ensureStateDirectory } from '../../core/workspace/state-directory.ts';
import type { AttemptRecord, InspectorSource } from '../inspector/source.ts';
import type { Effect } from './reducer.ts';
import { renderOwnAttempt } from './render-attempt.ts';
import type { KeysState } from './state.ts';

export interface ActionContext {
  readonly source: InspectorSource;
  /** Null where no inspector runs. */
  readonly inspectorUrl: string | null;
  readonly terminal: Terminal;
  readonly screen: Screen;
  readonly update: (make: (state: KeysState) => KeysState) => void;
}

/** What keys ask for. */
export interface Actions {
  /** Does it; what goes wrong is said, and never ends the listener. */
  perform(effect: Effect): Promise<void>;
  /** Removes what was only needed meanwhile. */
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
      case 'copy':
        return copy(context, effect.id);
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
  report(context, attempt, summary.event, id);
  await renewDetails(context, id);
}

async function showDetails({ source, update }: ActionContext, id: string): Promise<void> {
  const details = await source.get(id);
  update((state) => ({ ...state, selected: id, mode: { name: 'details', details, top: 0 } }));
}

/** Shows the new attempt where its delivery is being looked at. */
async function renewDetails({ source, update }: ActionContext, id: string): Promise<void> {
  const details = await source.get(id);
  update((state) =>
    state.mode.name === 'details' && state.mode.details.summary.id === id
      ? { ...state, mode: { ...state.mode, details } }
      : state,
  );
}

/** What was edited and is no JSON is kept, to be mended. */
function createEdit(context: ActionContext): (id: string) => Promise<void> {
  let draft: { readonly id: string; readonly text: string } | undefined;
  return async (id) => {
    const { terminal, screen, source } = context;
    const { body } = (await source.get(id)).record;
    if (body === undefined || !isJson(body)) {
      throw new UsageError(`The body of ${id} is not JSON.`, 'It can be replayed as it is.');
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
    if (edited === original) return say(context, 'Nothing was changed; nothing was sent.');
    if (isJson(edited)) return replay(context, id, edited);
    draft = { id, text: edited };
    say(context, 'That is not JSON, and was not sent; e opens it again.');
  };
}

async function copy(context: ActionContext, id: string): Promise<void> {
  const { source, terminal, screen } = context;
  const command = await source.curl(id);
  const sequence = copySequence(command);
  if (sequence !== undefined) screen.send(sequence);
  const program = await copyText(command, terminal.env);
  if (program !== undefined) return say(context, `Copied as a curl command, with ${program}.`);
  // Whether the terminal took it cannot be known.
  terminal.out.write(`${command}\n`);
  const asked =
    sequence === undefined
      ? 'It is too long for the terminal to copy'
      : 'The terminal was asked to copy it';
  say(context, `${asked}; it is printed, too.`);
}

/** Milliseconds in which a browser has read the file that leads it to the inspector. */
const browserStart = 60_000;

function createBrowserAction(context: ActionContext) {
  const { inspectorUrl, terminal } = context;
  let timer: NodeJS.Timeout | undefined;
  let remove = () => {};
  return {
    async open(id: string | null): Promise<void> {
      if (inspectorUrl === null) return say(context, 'No inspector runs (--inspect).');
      const url = id === null ? inspectorUrl : `${inspectorUrl}&delivery=${id}`;
      say(context, 'Opening the inspector …');
      clearTimeout(timer);
      const opened = await openPrivately(url, ensureStateDirectory(terminal.cwd));
      remove = opened.remove;
      timer = setTimeout(remove, browserStart).unref();
      if (opened.isOpen) return say(context, 'The inspector is open in the browser.');
      terminal.out.line(url);
      say(context, 'No browser could be opened; the address is printed.');
    },
    close(): void {
      clearTimeout(timer);
      remove();
    },
  };
}

/** Prints an attempt, to stay; where the whole screen is taken, it says how it ended there, too. */
function report(
  context: ActionContext,
  attempt: AttemptRecord,
  event: string | null,
  id: string | null,
): void {
  const { out } = context.terminal;
  out.lines(renderOwnAttempt(attempt, event, id, out.style));
  const outcome = attempt.status ?? attempt.error?.code ?? 'no answer';
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
