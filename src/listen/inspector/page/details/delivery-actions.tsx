import type { DeliveryDetails } from '../../source.ts';
import { Icon, type IconName } from '../icons.tsx';
import {
  compareSelected,
  copyLinkToSelected,
  copySelectedAsCurl,
  editSelected,
  replaySelected,
  replaySelectedTo,
  saveSelected,
} from '../state/actions.ts';

/** The actions on the selected delivery. */
export function Actions({ of: { replayTo } }: { of: DeliveryDetails }) {
  return (
    <div class="actions">
      <Action
        icon="replay"
        hint={`Replay byte for byte to ${replayTo}`}
        shortcut="r"
        run={replaySelected}
        isMain
      >
        Replay
      </Action>
      <Action
        icon="right"
        hint="Replay to another URL on this machine"
        shortcut="R"
        run={replaySelectedTo}
      >
        Replay to …
      </Action>
      <Action
        icon="edit"
        hint="Change the payload, re-sign it and replay it"
        shortcut="e"
        run={editSelected}
      >
        Edit and replay
      </Action>
      <Action
        icon="copy"
        hint="Copy a command that posts the same bytes to the listener"
        shortcut="c"
        run={copySelectedAsCurl}
      >
        Copy as curl
      </Action>
      <Action
        icon="link"
        hint="Copy a link to this delivery, for a tab where the inspector is open"
        shortcut="l"
        run={copyLinkToSelected}
      >
        Copy link
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
