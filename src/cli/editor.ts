import { UsageError } from '../core/errors.ts';
import { type Redeliverable, withBody } from '../core/history/replay-request.ts';
import { compactJsonText, indentJson, isJson } from '../core/json/tokens.ts';
import { editText } from '../core/system/editor.ts';
import type { Terminal } from './terminal/index.ts';

/**
 * Opens a delivery's payload in the user's editor. Text that is not edited stays as it is, including large
 * numbers.
 * @returns undefined if nothing was changed
 * @throws UsageError if the payload is not JSON, before or after the edit, and if no editor is set and there
 *  is no terminal for the default one
 */
export async function editDelivery(
  delivery: Redeliverable & { readonly id: string },
  terminal: Terminal,
): Promise<Redeliverable | undefined> {
  if (!terminal.interactive && !terminal.env.VISUAL && !terminal.env.EDITOR) {
    throw new UsageError(
      'No terminal to edit in.',
      'Set VISUAL or EDITOR to a command that edits the file it is given.',
    );
  }
  const text = delivery.body.toString();
  if (!isJson(text)) {
    throw new UsageError(`The body of ${delivery.id} is not JSON.`, 'Replay it without --edit.');
  }
  const original = `${indentJson(text)}\n`;
  let edited = original;
  do {
    edited = await editText(edited, `${delivery.id}.json`, terminal.env);
    if (edited === original) return undefined;
    if (isJson(edited)) return withBody(delivery, Buffer.from(compactJsonText(edited)));
  } while (terminal.interactive && (await terminal.confirm('That is not JSON. Edit it again?')));
  throw new UsageError('The edited payload is not JSON.', 'Nothing was sent.');
}
