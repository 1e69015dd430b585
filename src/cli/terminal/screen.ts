import { StringDecoder } from 'node:string_decoder';
import { control } from './control.ts';
import type { Display } from './display.ts';
import { isInForeground } from './foreground.ts';
import { createKeyDecoder, type Key } from './keyboard.ts';
import type { ScreenUse, Size } from './view.ts';

/** How many prints are kept while they cannot be shown: the last ones. */
const maxHeld = 1000;

/** Milliseconds after which the screen resumes if Ctrl+Z did not stop the process, as without a shell. */
const resumeAfter = 200;

/** Milliseconds between two checks whether a process in the background is in the foreground again. */
const foregroundInterval = 500;

/**
 * The keyboard, and either a footer below the output or a view of the whole screen. The cursor stays where the
 * footer begins, so that printing overwrites it, and no rows have to be counted after a resize has rewrapped
 * them.
 */
export class Screen {
  readonly #host: NodeJS.Process;
  readonly #use: ScreenUse;
  readonly #display: Display;
  #isTaken = false;
  #isSuspended = false;
  #isClosed = false;
  #isWhole = false;
  #isScheduled = false;
  #held: (() => void)[] = [];
  #foregroundCheck: NodeJS.Timeout | undefined;

  constructor(host: NodeJS.Process, use: ScreenUse, display: Display) {
    this.#host = host;
    this.#use = use;
    this.#display = display;
    host.on('exit', this.#close).on('SIGCONT', this.#resume).on('SIGHUP', this.#hangUp);
    host.stdout.on('resize', this.#redraw);
    this.#take();
  }

  /** Runs a function that writes to the terminal, now or once the footer is back. */
  print(write: () => void): void {
    if (this.#isWhole || this.#isSuspended) {
      this.#held.push(write);
      if (this.#held.length > maxHeld) this.#held.shift();
      return;
    }
    if (this.#isTaken) this.#write(control.eraseBelow);
    write();
    this.refresh();
  }

  /** Schedules a repaint; several calls in one tick repaint once. */
  refresh(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#paint();
    });
  }

  /** Clears the screen; the scrollback stays. */
  clear(): void {
    if (!this.#isWhole) this.#write(control.eraseScreen);
    this.refresh();
  }

  /** Sends a control sequence to the terminal. */
  send(sequence: string): void {
    if (this.#isTaken) this.#write(sequence);
  }

  /** Hands keyboard and screen to another program. What is printed meanwhile is shown afterwards. */
  async suspendFor<T>(use: () => Promise<T>): Promise<T> {
    this.#isSuspended = true;
    this.#release();
    try {
      return await use();
    } finally {
      this.#isSuspended = false;
      this.#take();
      if (!this.#use.draw(this.#size).whole) this.#flush();
    }
  }

  /** Restores the terminal. */
  close(): void {
    this.#close();
  }

  readonly #close = (): void => {
    if (this.#isClosed) return;
    clearTimeout(this.#foregroundCheck);
    this.#release();
    this.#isClosed = true;
    this.#isSuspended = false;
    this.#flush();
    const { stdout } = this.#host;
    this.#host.off('exit', this.#close).off('SIGCONT', this.#resume).off('SIGHUP', this.#hangUp);
    stdout.off('resize', this.#redraw);
  };

  readonly #onInput = (() => {
    const utf8 = new StringDecoder('utf8');
    const decode = createKeyDecoder();
    return (chunk: Buffer): void => {
      for (const key of decode(utf8.write(chunk))) this.#press(key);
    };
  })();

  #press(key: Key): void {
    // In raw mode, the system does not handle these.
    if (key.name === 'ctrl+c') this.#interrupt();
    else if (key.name === 'ctrl+\\') this.#quit();
    else if (key.name === 'ctrl+z') this.#suspend();
    else if (key.name === 'ctrl+l') this.#redraw();
    else if (this.#isTaken) this.#use.onKey(key);
  }

  /**
   * Signals the whole foreground group, as a terminal does, so that an app started with the listener ends, too.
   */
  #interrupt(): void {
    if (this.#host.platform === 'win32') this.#host.emit('SIGINT', 'SIGINT');
    else this.#host.kill(0, 'SIGINT');
  }

  #quit(): void {
    this.#close();
    if (this.#host.platform === 'win32') this.#host.exit(130);
    else this.#host.kill(0, 'SIGQUIT');
  }

  #suspend(): void {
    if (this.#host.platform === 'win32') return;
    this.#release();
    this.#flush();
    // Stops the whole process group, as a terminal would: it includes npx, which waits.
    this.#host.kill(0, 'SIGTSTP');
    setTimeout(this.#resume, resumeAfter).unref();
  }

  readonly #resume = (): void => {
    if (this.#isClosed || this.#isSuspended) return;
    // A shell may have changed the mode meanwhile.
    if (this.#isTaken && isInForeground(this.#host)) this.#release();
    this.#take();
  };

  readonly #hangUp = (): void => {
    this.#close();
    // Windows cannot send it, and ends the process itself.
    if (this.#host.platform !== 'win32') this.#host.kill(this.#host.pid, 'SIGHUP');
    else if (this.#host.listenerCount('SIGHUP') === 0) this.#host.exit(129);
  };

  readonly #redraw = (): void => {
    if (this.#isWhole) this.#write(control.eraseScreen);
    this.refresh();
  };

  #take(): void {
    if (this.#isClosed) return;
    if (!isInForeground(this.#host)) {
      this.#waitForForeground();
      return;
    }
    if (this.#isTaken) return;
    const { stdin } = this.#host;
    this.#isTaken = true;
    stdin.setRawMode(true);
    stdin.on('data', this.#onInput).resume();
    this.#write(control.begin);
    this.refresh();
  }

  /** Continues without keys, because touching the terminal in the background would stop the process. */
  #waitForForeground(): void {
    if (this.#isTaken) this.#letGo();
    this.#flush();
    clearTimeout(this.#foregroundCheck);
    this.#foregroundCheck = setTimeout(this.#resume, foregroundInterval).unref();
  }

  /** Stops reading keys without touching the terminal. */
  #letGo(): void {
    this.#host.stdin.off('data', this.#onInput).pause();
    this.#isTaken = false;
    this.#isWhole = false;
  }

  #release(): void {
    if (!this.#isTaken) return;
    if (!isInForeground(this.#host)) {
      this.#letGo();
      return;
    }
    const { stdin } = this.#host;
    this.#isTaken = false;
    const leave = this.#isWhole ? control.leaveAlternate : '';
    this.#isWhole = false;
    this.#write(leave + control.eraseBelow + control.end);
    stdin.off('data', this.#onInput).pause();
    stdin.setRawMode(false);
  }

  #paint(): void {
    if (!this.#isTaken) return;
    const view = this.#use.draw(this.#size);
    const { whole } = view;
    const lines = view.lines.map((line) => this.#display.line(line));
    if (whole !== this.#isWhole) this.#turn(whole);
    if (whole) {
      // Erased first: erasing after a line that fills its row would remove its last character.
      const rows = lines.map((line) => control.eraseLine + line).join('\r\n');
      this.#write(control.home + control.wrapOff + rows + control.wrapOn);
    } else {
      const rows = `${lines.join('\r\n')}${control.up(lines.length - 1)}\r`;
      this.#write(control.eraseBelow + control.wrapOff + rows + control.wrapOn);
    }
  }

  #turn(whole: boolean): void {
    this.#write(whole ? control.eraseBelow + control.enterAlternate : control.leaveAlternate);
    this.#isWhole = whole;
    if (!whole) this.#flush();
  }

  #flush(): void {
    const held = this.#held;
    this.#held = [];
    if (held.length > 0 && this.#isTaken) this.#write(control.eraseBelow);
    for (const write of held) write();
  }

  get #size(): Size {
    const { columns, rows } = this.#host.stdout;
    return { columns, rows };
  }

  #write(text: string): void {
    this.#host.stdout.write(text);
  }
}
