import type { Command } from '@commander-js/extra-typings';
import type { Terminal } from './terminal/index.ts';

/** Adds arguments, options, help and action to a command. */
export type DefineCommand = (command: Command, terminal: Terminal) => void;
