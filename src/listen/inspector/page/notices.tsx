import { signal } from '@preact/signals';
import { errorMessage } from '../../../core/errors.ts';

interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

const notices = signal<readonly Notice[]>([]);
/** What a screen reader is told of new deliveries. */
const announcement = signal('');
let lastId = 0;

/** Says a thing in the corner for some seconds, and to screen readers. */
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

/** Runs what may be refused, and says so where it is. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify('failed', errorMessage(error));
  }
}

/** Tells screen readers when there is a pause. */
export function announce(text: string): void {
  announcement.value = text;
}

export function Notices() {
  return (
    <>
      <div class="notices" role="status">
        {notices.value.map(({ id, kind, text }) => (
          <p key={id} class={`notice ${kind}`}>
            {text}
          </p>
        ))}
      </div>
      <p class="unseen" role="status">
        {announcement.value}
      </p>
    </>
  );
}
