import type { Key } from './keyboard.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What is to be seen: lines below all that is printed, or the whole screen. */
export interface View {
  /** None wider than the screen; as many as it has rows where it is whole, else fewer. */
  readonly lines: readonly string[];
  readonly whole: boolean;
}

export interface ScreenUse {
  /** Called whenever it is to be painted: after a change, a print, a resize. */
  draw(size: Size): View;
  /** Told of each key but Ctrl+C, Ctrl+Z and Ctrl+L, which mean the same at all times. */
  onKey(key: Key): void;
}
