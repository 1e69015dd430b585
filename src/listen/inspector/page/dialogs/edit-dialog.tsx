import { useEffect, useRef, useState } from 'preact/hooks';
import { errorMessage } from '../../../../core/errors.ts';
import { indentJson } from '../../../../core/json/tokens.ts';
import type { BodyCheck, DeliveryDetails } from '../../source.ts';
import { DriftTable } from '../details/drift-tab.tsx';
import { readJson } from '../details/json-nodes.ts';
import { Icon } from '../icons.tsx';
import { attempt } from '../notices.tsx';
import { tellAttempt } from '../state/actions.ts';
import { checkBody, replayDelivery } from '../state/api.ts';
import { listener } from '../state/store.ts';
import { closeDialog, Dialog } from './dialog.tsx';

/** Milliseconds without another letter before the text is compared with the event's schema. */
const pause = 200;

/** Changes a payload, says what the event's schema makes of it, and replays it, signed anew. */
export function EditDialog({ of: { summary, record } }: { of: DeliveryDetails }) {
  const original = layOut(record.body ?? '');
  const [text, setText] = useState(original);
  const check = useCheck(text);
  const [isSending, setSending] = useState(false);
  const error = jsonError(text);
  const editor = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    editor.current?.focus();
    editor.current?.setSelectionRange(0, 0);
  }, []);

  async function send(): Promise<void> {
    if (error !== undefined || isSending) return;
    setSending(true);
    await attempt(async () => {
      tellAttempt('Replayed, edited', await replayDelivery(summary.id, text));
      closeDialog();
    });
    setSending(false);
  }

  return (
    <Dialog title={`Edit and replay ${summary.event ?? 'a delivery'}`} size="large">
      <p class="note">
        It goes to <code>{listener.value?.replayTo}</code> as compact JSON, with the headers it came
        with, signed anew.
      </p>
      <textarea
        ref={editor}
        class="editor"
        aria-label="Payload"
        aria-invalid={error !== undefined}
        aria-describedby="check"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
        }}
      />
      <div id="check" class="check" role="status">
        <Findings error={error} check={check} />
      </div>
      <footer>
        <button
          type="button"
          class="button"
          disabled={text === original}
          onClick={() => setText(original)}
        >
          Reset
        </button>
        <button
          type="button"
          class="button"
          disabled={error !== undefined}
          onClick={() => setText(layOut(text))}
        >
          Format
        </button>
        <button
          type="button"
          class="button primary end"
          disabled={error !== undefined || isSending}
          onClick={() => void send()}
        >
          <Icon name="replay" />
          Replay edited
          <kbd>Ctrl Enter</kbd>
        </button>
      </footer>
    </Dialog>
  );
}

function Findings({ error, check }: { error: string | undefined; check: BodyCheck | undefined }) {
  if (error !== undefined) {
    return (
      <p class="bad">
        <Icon name="cross" /> Not JSON: {error}
      </p>
    );
  }
  if (!check || check.error !== null) return <p class="quiet">Checking …</p>;
  if (check.drifts.length === 0) {
    return (
      <p class="good">
        <Icon name="check" />
        {check.known ? `As Logto promises of ${check.event}` : 'JSON, of an event unknown here'}
      </p>
    );
  }
  return (
    <>
      <p class="doubtful">
        <Icon name="warning" /> Not what Logto promises; it can be sent all the same.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus */}
      <section aria-label="Drift" tabIndex={0}>
        <DriftTable drifts={check.drifts} />
      </section>
    </>
  );
}

/** What the listener makes of the text, once there is a pause. */
function useCheck(text: string): BodyCheck | undefined {
  const [check, setCheck] = useState<BodyCheck>();
  useEffect(() => {
    let isCurrent = true;
    setCheck(undefined);
    if (jsonError(text) !== undefined) return;
    const timer = setTimeout(
      () =>
        attempt(async () => {
          const result = await checkBody(text);
          if (isCurrent) setCheck(result);
        }),
      pause,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);
  return check;
}

function jsonError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
}

function layOut(text: string): string {
  return readJson(text) ? indentJson(text) : text;
}
