import type { Command } from '@commander-js/extra-typings';
import type { Terminal } from './terminal/index.ts';

/** Gives a command its arguments, options, help and action. */
export type DefineCommand = (command: Command, terminal: Terminal) => void;
