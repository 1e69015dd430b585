import { describe, expect, test } from 'vitest';
import { zshCompletion } from '../../src/completion/zsh.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { demo, isMissing, runShell } from '../helpers/shells.ts';

const script = zshCompletion(demo());

/** Runs the completion function as zsh would, with _arguments replaced by one that prints its specs. */
function specs(functionName: string): string[] {
  const code = `compdef() { :; }\n${script}\n_arguments() { print -rl -- "$@" }\n${functionName}`;
  return runShell(['zsh', '-f', '-c', code], temporaryDirectory());
}

describe.skipIf(isMissing('zsh'))('zsh', () => {
  test('the script registers itself after compinit', () => {
    const code = `autoload -Uz compinit; compinit -u -D\n${script}\nprint $_comps[demo-hooks]`;
    expect(runShell(['zsh', '-f', '-c', code], temporaryDirectory())).toEqual(['_demo_hooks']);
  });

  test('options, values and arguments reach _arguments unchanged', () => {
    const sent = specs('_demo_hooks__send');
    expect(sent).toContain('*-t+[where to]:url: ');
    expect(sent).toContain('*--to=[where to]:url: ');
    expect(sent).toContain('*--data=[a payload]:file|-:_files');
    expect(sent).toContain('*--record=[recorded ones]:dir:_files -/');
    expect(sent).toContain('*--last=[some]::n: ');
    expect(sent).toContain("*--output=[how]:how:(pretty it\\'s a\\ b c\\:d \\$x)");
    expect(sent.find((spec) => spec.startsWith('*:events:('))).toContain(' User.Data.Updated ');
    expect(specs('_demo_hooks__events__show')).toContain('(--json)--json[as JSON]');
  });
});
