import { render } from 'preact';
import { Details } from './details/details.tsx';
import { CompareDialog } from './dialogs/compare-dialog.tsx';
import { EditDialog } from './dialogs/edit-dialog.tsx';
import { ReplayDialog } from './dialogs/replay-dialog.tsx';
import { SendDialog } from './dialogs/send-dialog.tsx';
import { HelpDialog, TextDialog } from './dialogs/small-dialogs.tsx';
import { DeliveryList } from './list/delivery-list.tsx';
import { Unauthorized } from './list/empty.tsx';
import { Notices } from './notices.tsx';
import { escapeAllText } from './safe-text.ts';
import { startKeys } from './state/keys.ts';
import { startLinks } from './state/link.ts';
import { connection, dialog, selectedId } from './state/store.ts';
import { startSync } from './state/sync.ts';
import { TopBar } from './top-bar.tsx';

function App() {
  if (connection.value === 'unauthorized') return <Unauthorized />;
  return (
    <>
      <TopBar />
      <main class={selectedId.value === null ? 'panes' : 'panes reading'}>
        <DeliveryList />
        <Details />
      </main>
      <OpenDialog />
      <Notices place="page" />
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
    case 'replay':
      return <ReplayDialog deliveries={open.deliveries} rejected={open.rejected} />;
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

escapeAllText();
startLinks();
startSync();
startKeys();
render(<App />, document.body);
