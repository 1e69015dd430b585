import type { Key } from './keyboard.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What to draw: lines below the output, or the whole screen. */
export interface View {
  /** None is wider than the screen. A whole view has one line per row of the screen, others have fewer. */
  readonly lines: readonly string[];
  readonly whole: boolean;
}

export interface ScreenUse {
  /** Called for each repaint: after a change, a print or a resize. */
  draw(size: Size): View;
  /** Called for each key except Ctrl+C, Ctrl+Z and Ctrl+L, which always mean the same. */
  onKey(key: Key): void;
}
