import { signal } from '@preact/signals';
import { errorMessage } from '../../../core/errors.ts';
import { dialog } from './state/store.ts';

interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

const notices = signal<readonly Notice[]>([]);
/** Announces new deliveries to screen readers. */
const announcement = signal('');
let lastId = 0;

/** Shows a notice in the corner for some seconds, and announces it to screen readers. */
export function notify(kind: Notice['kind'], text: string): void {
  const id = ++lastId;
  notices.value = [...notices.value.slice(-2), { id, kind, text }];
  setTimeout(
    () => {
      notices.value = notices.value.filter((notice) => notice.id !== id);
    },
    kind === 'done' ? 4_000 : 9_000,
  );
}

/** Does some work and shows a notice if it throws. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify('failed', errorMessage(error));
  }
}

export function announce(text: string): void {
  announcement.value = text;
}

/** Notices are drawn in the open dialog, because what is outside of it is covered and inert. */
export function Notices({ place }: { place: 'page' | 'dialog' }) {
  const isHere = (dialog.value === null) === (place === 'page');
  return (
    <>
      <div class="notices" role="status">
        {isHere &&
          notices.value.map(({ id, kind, text }) => (
            <p key={id} class={`notice ${kind}`}>
              {text}
            </p>
          ))}
      </div>
      {place === 'page' && (
        <p class="visually-hidden" role="status">
          {announcement.value}
        </p>
      )}
    </>
  );
}
