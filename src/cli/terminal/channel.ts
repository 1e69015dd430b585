import { type ChildProcess, spawn } from 'node:child_process';
import { selfCommand } from './self-command.ts';

/** A message channel between two processes of this command. Buffers arrive as Uint8Arrays. */
export interface Channel {
  send(message: object): void;
  onMessage(take: (message: unknown) => void): void;
  /** Called once, when the other process has exited. */
  onClose(take: () => void): void;
  /** Disconnects from the other process. */
  close(): void;
}

/**
 * Starts this command again as a detached process, which the terminal's Ctrl+C does not reach and which may
 * outlive this one.
 */
export function startSelf(here: NodeJS.Process, words: readonly string[]): Channel {
  const [program, args] = selfCommand(here);
  // fork() needs a script, which the single executable does not have.
  const child = spawn(program, [...args, ...words], {
    detached: true,
    windowsHide: true, // Else a detached process opens a window.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return channelOf(child, 'exit');
}

/** Returns the channel to the parent process; undefined if there is none. */
export function channelToParent(here: NodeJS.Process): Channel | undefined {
  return here.send === undefined ? undefined : channelOf(here, 'disconnect');
}

function channelOf(other: ChildProcess | NodeJS.Process, end: 'exit' | 'disconnect'): Channel {
  // A lost message is detected when the channel closes.
  const ignore = () => {};
  return {
    send(message) {
      if (other.connected) other.send?.(message, undefined, undefined, ignore);
    },
    onMessage: (take) => void other.on('message', take),
    onClose: (take) => void other.once(end, () => take()),
    close() {
      if (other.connected) other.disconnect?.();
    },
  };
}
