import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { takeSecrets } from '../../core/workspace/secret-variables.ts';
import { escapeLine } from '../output/text/escape.ts';
import type { Channel } from './channel.ts';
import { createDisplay, type Display } from './display.ts';
import type { Prompts } from './prompts.ts';
import type { SelfRun } from './run-self.ts';
import type { Screen } from './screen.ts';
import { openSink, type Sink } from './sink.ts';
import { resolveStyles } from './styled.ts';
import { loadStyles, type Style } from './styles.ts';
import type { ScreenUse } from './view.ts';

export { plainStyle, type Style } from './styles.ts';

/** One output stream of the terminal: data goes to `out`, everything else to `err`. */
export interface Output {
  readonly isTTY: boolean;
  /** Width in characters, at least 20; 80 if it is not a terminal. */
  readonly columns: number;
  readonly style: Style;
  /**
   * Writes one line and a newline. Here and below, colors of `style` stay, control characters are written as
   * \uXXXX, and a newline in the text as `\n`.
   */
  line(text: string): void;
  /** Writes lines with one system call. */
  lines(texts: readonly string[]): void;
  /** Writes text and keeps its newlines. */
  write(text: string): void;
  /** Writes a command to the CI runner. */
  command(text: string): void;
  /**
   * Resolves when the reader has caught up, so that long output does not fill the memory; undefined if it has.
   */
  drained(): Promise<void> | undefined;
}

export interface Terminal {
  readonly argv: readonly string[];
  /** The path of the script that Node.js runs, or of the single executable. */
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory, absolute. */
  readonly cwd: string;
  /** The version of Node.js: `20.19.0`. */
  readonly nodeVersion: string;
  readonly out: Output;
  readonly err: Output;
  /** Whether prompts can be shown: standard input and error are a terminal. */
  readonly interactive: boolean;
  /** Whether keys can be read and a footer shown: standard input and output are a capable terminal. */
  readonly hasScreen: boolean;
  exitCode: number;
  /** The ID of this process. */
  readonly pid: number;
  /** Returns whether a process with this ID runs. */
  isRunning(pid: number): boolean;
  /** Starts this command again as a separate process, which may outlive this one. */
  startSelf(words: readonly string[]): Promise<Channel>;
  /** Returns the channel to the process that started this one; undefined if there is none. */
  channelToParent(): Promise<Channel | undefined>;
  /** Runs this command with other words, and returns its output. */
  runSelf(words: readonly string[], input?: string): Promise<SelfRun>;
  /** Returns standard input as a stream. */
  openStdin(): Readable;
  /** Reads standard input to its end. */
  readStdin(): Promise<Buffer>;
  /**
   * From this call on, Ctrl+C, Ctrl+Break (Windows) or SIGTERM aborts the signal instead of ending the process, so that the command
   * can finish work in flight. A second one exits immediately with 130.
   */
  onInterrupt(): AbortSignal;
  /** Acts like Ctrl+C. */
  interrupt(): void;
  /** Sets how uncaught errors are reported. The process then exits with 1. */
  onUncaught(report: (error: unknown) => void): void;
  /**
   * From this call on, `cleanUp` runs before an uncaught error ends the process. A closed terminal or pipe
   * counts as Ctrl+C.
   */
  onCrash(cleanUp: (error: unknown) => Promise<void>): void;
  /**
   * Takes keyboard and screen. Output of `out` and `err` appears above what is drawn. Only if
   * `hasScreen`.
   */
  openScreen(use: ScreenUse): Promise<Screen>;
  /** Shows a spinner on standard error if that is a terminal; `stop` removes it. */
  spinner(text: string): Promise<Spinner>;
  /** Asks a yes/no question. No is the default. Only if `interactive`. */
  confirm(question: string): Promise<boolean>;
  /** Returns the prompts, which are drawn on standard error. Only if `interactive`. */
  prompts(): Promise<Prompts>;
}

interface Spinner {
  set text(text: string);
  stop(): unknown;
}

/** Returns the terminal of this process: the only place that uses `process.*`, chalk, ora and inquirer. */
export async function createTerminal(): Promise<Terminal> {
  const env = takeSecrets(process.env);
  hideArguments(process);
  // Node's warnings are about this program's code, and no user can act on them.
  if (!process.argv.includes('--debug')) process.removeAllListeners('warning');
  let leave: () => void = () => process.exit();
  const stdout = openSink(process.stdout, () => leave());
  const stderr = openSink(process.stderr, () => leave());
  const styles = await loadStyles(env, [stdout, stderr]);
  const display = createDisplay(env);

  let crash: (error: unknown) => void;
  let interruption: AbortController | undefined;
  let screen: Screen | undefined;
  const print: Print = (sink, text) => {
    if (screen && sink.isTTY) screen.print(() => sink.write(text));
    else sink.write(text);
  };
  const openPrompts = async () =>
    (await import('./prompts.ts')).createPrompts(process.stderr, display);
  return {
    argv: process.argv.slice(2),
    script: process.argv[1] ?? '',
    env,
    cwd: process.cwd(),
    nodeVersion: process.versions.node,
    out: output(stdout, styles.out, display, print),
    err: output(stderr, styles.err, display, print),
    get interactive() {
      return stderr.isTTY && Boolean(process.stdin.isTTY) && !env.CI;
    },
    get hasScreen() {
      return stdout.isTTY && Boolean(process.stdin.isTTY) && !env.CI && env.TERM !== 'dumb';
    },
    get exitCode() {
      return Number(process.exitCode ?? 0);
    },
    set exitCode(code) {
      process.exitCode = code;
    },
    pid: process.pid,
    isRunning,
    startSelf: async (words) => (await import('./channel.ts')).startSelf(process, words),
    channelToParent: async () => (await import('./channel.ts')).channelToParent(process),
    runSelf: async (words, input) =>
      (await import('./run-self.ts')).runSelf(process, env, words, input),
    openStdin: () => process.stdin,
    async readStdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    onInterrupt() {
      if (interruption) return interruption.signal;
      const controller = new AbortController();
      setMaxListeners(0, controller.signal); // Everything under way waits for it.
      const interrupt = () => {
        if (controller.signal.aborted) process.exit(130);
        controller.abort();
      };
      process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGBREAK', interrupt);
      interruption = controller;
      return controller.signal;
    },
    interrupt: () => void process.emit('SIGINT', 'SIGINT'),
    onUncaught(report) {
      crash = (error) => {
        report(error);
        process.exit(1);
      };
      process.on('uncaughtException', (error) => crash(error));
    },
    onCrash(cleanUp) {
      let isLeaving = false;
      leave = () => {
        if (!isLeaving) process.emit('SIGINT', 'SIGINT');
        isLeaving = true;
      };
      process.on('SIGHUP', leave);
      let isCrashing = false;
      crash = (error) => {
        if (isCrashing) return;
        isCrashing = true;
        void cleanUp(error).finally(() => process.exit(1));
      };
    },
    async openScreen(use) {
      const { Screen } = await import('./screen.ts');
      screen = new Screen(process, use, display);
      return screen;
    },
    async spinner(text) {
      const { default: ora } = await import('ora');
      const options = { text: display.line(text), stream: process.stderr, discardStdin: false };
      const spinner = ora(options).start();
      return {
        set text(next: string) {
          spinner.text = display.line(next);
        },
        stop: () => spinner.stop(),
      };
    },
    confirm: async (question) => (await openPrompts()).confirm(question),
    prompts: openPrompts,
  };
}

/**
 * Hides the command line from the machine's other users if it may contain a secret. The process that started
 * this one, such as npx, still shows it, so the environment is the better place.
 */
function hideArguments(here: NodeJS.Process): void {
  const [, , command, ...words] = here.argv;
  const mayBeSecret = /^(?:--auth|--signing-key|--header|-H)|\?/;
  if (words.some((word) => mayBeSecret.test(word))) here.title = `logto-hooks ${command}`;
}

/** Returns whether a process exists. Signal 0 only checks it; the error EPERM also shows that it exists. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

type Print = (sink: Sink, text: string) => void;

function output(sink: Sink, style: Style, display: Display, print: Print): Output {
  const line = (text: string) => `${display.line(text)}\n`;
  return {
    isTTY: sink.isTTY,
    get columns() {
      // In a narrower terminal, lines of this width are easier to read than a word per line.
      return Math.max(20, sink.columns ?? 80);
    },
    style,
    line: (text) => print(sink, line(text)),
    lines: (texts) => print(sink, texts.map(line).join('')),
    write: (text) => print(sink, display.text(text)),
    command: (text) => print(sink, `${resolveStyles(text, escapeLine)}\n`),
    drained: () => sink.drained(),
  };
}
