import { useEffect, useRef, useState } from 'preact/hooks';
import { escapeText } from '../../../../cli/output/text/escape.ts';
import { errorMessage } from '../../../../core/errors.ts';
import { indentToEdit } from '../../../../core/json/tokens.ts';
import type { BodyCheck, DeliveryDetails } from '../../source.ts';
import { isTooLarge, tooLarge } from '../details/body.tsx';
import { DriftTable } from '../details/drift-tab.tsx';
import { Icon } from '../icons.tsx';
import { attempt } from '../notices.tsx';
import { reportAttempt } from '../state/actions.ts';
import { checkBody, replayDelivery } from '../state/api.ts';
import { closeDialog, Dialog } from './dialog.tsx';

/** Milliseconds without typing before the text is checked against the event's schema. */
const pauseMs = 200;

/** Edits a payload, checks it against the event's schema, and replays it re-signed. */
export function EditDialog({ of }: { of: DeliveryDetails }) {
  const { body = '' } = of.record;
  if (!isTooLarge(body)) return <Editor of={of} original={layOut(body)} />;
  return (
    <Dialog title="This body is too large to edit" size="small">
      <p class="note">Bodies {tooLarge} can be replayed, but not edited.</p>
    </Dialog>
  );
}

function Editor({ of, original }: { of: DeliveryDetails; original: string }) {
  const { summary, replayTo } = of;
  const [text, setText] = useState(original);
  const check = useCheck(text);
  const [isSending, setSending] = useState(false);
  const error = jsonError(text);
  const editor = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    editor.current?.setSelectionRange(0, 0);
    editor.current?.focus({ preventScroll: true });
    editor.current?.scrollTo(0, 0);
  }, []);

  async function send(): Promise<void> {
    if (error !== undefined || isSending) return;
    setSending(true);
    await attempt(async () => {
      const outcome = await replayDelivery(summary.id, { body: text });
      closeDialog();
      reportAttempt('Replayed the edited payload', outcome);
    });
    setSending(false);
  }

  return (
    <Dialog title={`Edit and replay ${summary.event?.slice(0, 100) ?? 'a delivery'}`} size="large">
      <p class="note">
        Sent to <code>{replayTo}</code> as compact JSON with the original headers and a new
        signature.
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
        {check.known ? `Matches the schema of ${check.event}` : 'Valid JSON of an unknown event'}
      </p>
    );
  }
  return (
    <>
      <p class="warn">
        <Icon name="warning" /> Differs from the schema. You can still send it.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be focusable */}
      <section aria-label="Drift" tabIndex={0}>
        <DriftTable drifts={check.drifts} />
      </section>
    </>
  );
}

/** Checks the text after a pause in typing. */
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
      pauseMs,
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

/** Indents JSON. Invisible characters become JSON escapes, which leaves the value unchanged. */
function layOut(text: string): string {
  return escapeText(jsonError(text) === undefined ? indentToEdit(text) : text);
}
