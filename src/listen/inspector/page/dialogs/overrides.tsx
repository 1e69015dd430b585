import { Icon } from '../icons.tsx';

export type Setting = readonly [path: string, value: string];

interface OverridesProps {
  readonly settings: readonly Setting[];
  /** The field paths of the event's payload. */
  readonly fields: readonly string[];
  readonly onChange: (settings: readonly Setting[]) => void;
}

/** Paths and values that change the sample. */
export function Overrides({ settings, fields, onChange }: OverridesProps) {
  const replace = (index: number, setting: Setting) => onChange(settings.with(index, setting));
  return (
    <fieldset class="overrides">
      <legend>Overrides</legend>
      <datalist id="fields">
        {fields.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      {settings.map(([path, value], index) => (
        <div class="override" key={index}>
          <input
            type="text"
            aria-label={`Path ${index + 1}`}
            placeholder="user.name"
            list="fields"
            spellcheck={false}
            value={path}
            onInput={({ currentTarget }) => replace(index, [currentTarget.value, value])}
          />
          <input
            type="text"
            aria-label={`Value ${index + 1}`}
            placeholder="Grace Hopper"
            spellcheck={false}
            value={value}
            onInput={({ currentTarget }) => replace(index, [path, currentTarget.value])}
          />
          <button
            type="button"
            class="button plain square"
            aria-label={`Remove override ${index + 1}`}
            onClick={() => onChange(settings.toSpliced(index, 1))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button type="button" class="button" onClick={() => onChange([...settings, ['', '']])}>
        <Icon name="plus" />
        Add override
      </button>
    </fieldset>
  );
}
