/** SVG paths on a 16 × 16 grid. */
const paths = {
  replay: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  edit: 'M10.5 3 13 5.5 5.5 13H3v-2.5z',
  link: 'M6.5 9.5l3-3M5 7.5 3.7 8.8a2.5 2.5 0 0 0 3.5 3.5L8.5 11M11 8.5l1.3-1.3a2.5 2.5 0 0 0-3.5-3.5L7.5 5',
  copy: 'M5.5 5.5V3h7.5v7.5h-2.5M3 5.5h7.5V13H3z',
  save: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13h10',
  compare: 'M6 3H3v10h3M10 3h3v10h-3M8 2v12',
  send: 'M13.5 2.5 7 9M13.5 2.5 9.5 13.5 7 9 2.5 6.5z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
  moon: 'M13 9.3A5.3 5.3 0 1 1 6.7 3 4.3 4.3 0 0 0 13 9.3z',
  help: 'M6 6a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.4M8 11.8v.1',
  back: 'M10 3 5 8l5 5',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3l3.2 3.2',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.3 3.3L13 5',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1',
  plus: 'M8 3v10M3 8h10',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  right: 'M3 8h9.5M8.5 4l4 4-4 4',
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon, hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
