import { useState } from 'preact/hooks';

interface LongTextProps {
  readonly text: string;
  /** Characters that are shown at first. */
  readonly limit: number;
}

/** Text whose rest is shown on demand. */
export function LongText({ text, limit }: LongTextProps) {
  const [shown, setShown] = useState(limit);
  const left = text.length - shown;
  return (
    <>
      {text.slice(0, shown)}
      {left > 0 && (
        <button type="button" class="link" onClick={() => setShown(shown + 5 * limit)}>
          … Show more ({left.toLocaleString()} characters left)
        </button>
      )}
    </>
  );
}
