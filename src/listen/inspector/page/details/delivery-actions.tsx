import { Icon, type IconName } from '../icons.tsx';
import {
  compareSelected,
  copySelectedAsCurl,
  editSelected,
  replaySelected,
  saveSelected,
} from '../state/actions.ts';
import { listener } from '../state/store.ts';

/** What can be done with the selected delivery. */
export function Actions() {
  const where = listener.value?.replayTo ?? '';
  const why = listener.value?.forwards ? '' : ' (the listener itself: it forwards nowhere)';
  return (
    <div class="actions">
      <Action
        icon="replay"
        hint={`Replay, byte for byte, to ${where}${why}`}
        shortcut="r"
        run={replaySelected}
        isMain
      >
        Replay
      </Action>
      <Action
        icon="edit"
        hint="Change the payload, sign it anew, replay it"
        shortcut="e"
        run={editSelected}
      >
        Edit and replay
      </Action>
      <Action
        icon="copy"
        hint="Copy a command that posts the same bytes"
        shortcut="c"
        run={copySelectedAsCurl}
      >
        Copy as curl
      </Action>
      <Action
        icon="save"
        hint="Save the payload in .logto-hooks/fixtures"
        shortcut="f"
        run={saveSelected}
      >
        Save as fixture
      </Action>
      <Action
        icon="compare"
        hint="Compare with another delivery"
        shortcut="d"
        run={compareSelected}
      >
        Compare
      </Action>
    </div>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly hint: string;
  readonly shortcut: string;
  readonly run: () => unknown;
  readonly isMain?: boolean;
  readonly children: string;
}

function Action({ icon, hint, shortcut, run, isMain = false, children }: ActionProps) {
  return (
    <button
      type="button"
      class={isMain ? 'button primary' : 'button'}
      title={`${hint} (${shortcut})`}
      aria-keyshortcuts={shortcut}
      onClick={run}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
