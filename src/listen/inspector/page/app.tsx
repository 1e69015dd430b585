import { render } from 'preact';
import { CompareDialog } from './compare-dialog.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { Details } from './details.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { Stranger } from './empty.tsx';
import { startKeys } from './keys.ts';
import { Notices } from './notices.tsx';
import { SendDialog } from './send-dialog.tsx';
import { HelpDialog, TextDialog } from './small-dialogs.tsx';
import { connection, dialog, selectedId } from './store.ts';
import { startSync } from './sync.ts';
import { TopBar } from './top-bar.tsx';

function App() {
  if (connection.value === 'stranger') return <Stranger />;
  return (
    <>
      <TopBar />
      <main class={selectedId.value === null ? 'panes' : 'panes reading'}>
        <DeliveryList />
        <Details />
      </main>
      <OpenDialog />
      <Notices />
    </>
  );
}

function OpenDialog() {
  const { value: open } = dialog;
  switch (open?.kind) {
    case 'edit':
      return <EditDialog of={open.details} />;
    case 'compare':
      return <CompareDialog of={open.details} />;
    case 'send':
      return <SendDialog />;
    case 'help':
      return <HelpDialog />;
    case 'text':
      return <TextDialog title={open.title} text={open.text} />;
    default:
      return null;
  }
}

// The address of a new run, put into this tab, changes nothing but the fragment.
addEventListener('hashchange', () => location.reload());
startSync();
startKeys();
render(<App />, document.body);
