import { type ChildProcess, fork } from 'node:child_process';

/** Messages between two processes of ours; bytes arrive as bytes. */
export interface Channel {
  send(message: object): void;
  onMessage(take: (message: unknown) => void): void;
  /** Called once, when the other side is gone. */
  onClose(take: () => void): void;
  /** Ends it on this side. */
  close(): void;
}

/**
 * Starts the command of this process once more, out of reach of the terminal's Ctrl+C, and able to
 * outlive us.
 */
export function startSelf(
  { argv }: Pick<NodeJS.Process, 'argv'>,
  words: readonly string[],
): Channel {
  const child = fork(argv[1] ?? '', words, {
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return channelOf(child, 'exit');
}

/** The channel to the process that started us; undefined where it opened none. */
export function channelToParent(here: NodeJS.Process): Channel | undefined {
  return here.send === undefined ? undefined : channelOf(here, 'disconnect');
}

function channelOf(other: ChildProcess | NodeJS.Process, end: 'exit' | 'disconnect'): Channel {
  // A message that finds nobody is told by the end of the channel.
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
