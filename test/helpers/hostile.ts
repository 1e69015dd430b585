import { expect } from 'vitest';

/**
 * Text with colors, a window title, a clipboard sequence, 8-bit controls, bidirectional overrides,
 * invisible characters, line separators and workflow commands.
 */
export const hostileText = [
  '\u001b[91mFOREIGN\u001b[31mRED\u001b[8m\u001b]0;title\u0007\u001b]52;c;cm0=\u001b\\',
  '\u009b2J\u009d0;x\u009c\u0085\u007f\b\u0001',
  '\u202egnp\u202c\u2066\u2069\u200e\u200f\u061c\u200b\ufeff\u{e0041}\u2028\u2029',
  '::error::a\r\n::add-mask::b\n  ##[add-mask]c\n\t::stop-commands::d ##vso[task.complete]',
].join('');

/** The same for HTTP headers, which only allow C1 controls. */
export const hostileHeader = '\u009b2J\u0085\u009d0;x\u009c ##[add-mask]c ::error::a';

/** A CI job with colors. */
export const hostileEnvironment = { GITHUB_ACTIONS: 'true', FORCE_COLOR: '1' } as const;

/** The color codes of our styles. */
const ownColors = /\p{Cc}\[(?:1|2|22|3[1-9])m/gu;

/** Characters that a terminal obeys or that hide or reorder text. */
const unsafe = /(?![\t\n])\p{Cc}|[\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\ufeff\u{e0041}]/u;

/** Expects output that neither a terminal nor a CI runner obeys. */
export function expectHarmless(output: string): void {
  // The code of one of our colors in foreign text.
  expect(output).not.toContain('\u001b[31mRED');
  for (const line of output.replace(ownColors, '').split('\n')) {
    expect(line).not.toMatch(unsafe);
    expect([line, workflowCommand(line)]).toEqual([line, undefined]);
  }
}

const registered =
  'set-env set-output save-state add-path add-mask add-matcher remove-matcher error warning notice debug group endgroup echo stop-commands'.split(
    ' ',
  );

/**
 * Returns the command that a GitHub Actions runner finds in a line, or undefined.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function workflowCommand(line: string): string | undefined {
  // .NET ignores these characters when it compares strings.
  const text = line.replace(/\p{DI}/gu, '').trimStart();
  const [, second] = /^(?:[│|]\s*)?::([^\s:]+).*?::/.exec(text) ?? [];
  const [, first] = /##\[([^\s\];]+).*?\]/.exec(text) ?? [];
  return [second, first].find((name) => name !== undefined && registered.includes(name));
}
