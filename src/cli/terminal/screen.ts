import { StringDecoder } from 'node:string_decoder';
import { control } from './control.ts';
import type { Display } from './display.ts';
import { createKeyDecoder, type Key } from './keyboard.ts';
import type { ScreenUse, Size } from './view.ts';

/** Prints that are kept while they cannot be shown; of more, the last ones. */
const maxHeld = 1000;

/** Milliseconds after which one that was not stopped by Ctrl+Z, having no shell, goes on. */
const resumeAfter = 200;

/**
 * The keyboard, and a footer below what is printed or a view of the whole screen. The cursor rests
 * where the footer begins: printing overwrites it and no row is ever counted, however a terminal
 * breaks its lines anew when it is resized.
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

  constructor(host: NodeJS.Process, use: ScreenUse, display: Display) {
    this.#host = host;
    this.#use = use;
    this.#display = display;
    host.on('exit', this.#close).on('SIGCONT', this.#resume).on('SIGHUP', this.#hangUp);
    host.stdout.on('resize', this.#redraw);
    this.#take();
  }

  /** Runs what writes to the terminal, now or once the footer is back. */
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

  /** Paints soon what has changed; many changes at once are painted once. */
  refresh(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#paint();
    });
  }

  /** Empties the screen; what has scrolled off it stays. */
  clear(): void {
    if (!this.#isWhole) this.#write(control.eraseScreen);
    this.refresh();
  }

  /** Sends something to the terminal that it does not show. */
  send(sequence: string): void {
    if (this.#isTaken) this.#write(sequence);
  }

  /** Leaves keyboard and screen to another program. What is printed meanwhile is shown afterwards. */
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

  /** Leaves the terminal as it was found. */
  close(): void {
    this.#close();
  }

  readonly #close = (): void => {
    if (this.#isClosed) return;
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
    // Raw mode keeps these three from the system.
    if (key.name === 'ctrl+c') this.#host.emit('SIGINT', 'SIGINT');
    else if (key.name === 'ctrl+z') this.#suspend();
    else if (key.name === 'ctrl+l') this.#redraw();
    else if (this.#isTaken) this.#use.onKey(key);
  }

  #suspend(): void {
    if (this.#host.platform === 'win32') return;
    this.#release();
    this.#flush();
    // The whole group, as the terminal itself would: npx waits for us in it.
    this.#host.kill(0, 'SIGTSTP');
    setTimeout(this.#resume, resumeAfter).unref();
  }

  readonly #resume = (): void => {
    if (this.#isClosed || this.#isSuspended) return;
    // A shell may have changed the mode behind our back.
    if (this.#isTaken) this.#release();
    this.#take();
  };

  readonly #hangUp = (): void => {
    this.#close();
    this.#host.kill(this.#host.pid, 'SIGHUP');
  };

  readonly #redraw = (): void => {
    if (this.#isWhole) this.#write(control.eraseScreen);
    this.refresh();
  };

  #take(): void {
    if (this.#isClosed || this.#isTaken) return;
    const { stdin } = this.#host;
    this.#isTaken = true;
    stdin.setRawMode(true);
    stdin.on('data', this.#onInput).resume();
    this.#write(control.begin);
    this.refresh();
  }

  #release(): void {
    if (!this.#isTaken) return;
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
      // Erased first: after a line that fills its row, its last character would go.
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
    // A pseudo-terminal that nobody gave a size says 0.
    return { columns: columns || 80, rows: rows || 24 };
  }

  #write(text: string): void {
    this.#host.stdout.write(text);
  }
}
