const foreignCommands =
  /(?<begin>^(?:\p{Cc}\[[\d;]*m|(?!\n)[\s\p{DI}\p{So}\p{Sm}#*·•-])*):(?=\p{DI}*:)|(?<=#\p{DI}*)#(?=\p{DI}*(?:\[|vso\[|teamcity\[))/gimu;

/**
 * Returns text in which no line is a command to a CI runner, which executes what is printed: `::name::` at the
 * beginning of a line and `##[name]` anywhere (GitHub Actions), `##vso[…]` (Azure Pipelines), `##teamcity[…]`.
 * One character of each is written as \uXXXX, which keeps the value of a JSON text. GitHub's runner trims
 * whitespace and compares by the rules of a language, so characters that those ignore are ignored here, too,
 * and so are colors and the signs that our lines begin with.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 * @param text may have color codes, and several lines
 * @param write gives the character in a form that the text's format has for it
 */
export function escapeCommands(
  text: string,
  write: (character: ':' | '#') => string = (character) =>
    character === ':' ? '\\u003a' : '\\u0023',
): string {
  return text.replace(foreignCommands, (_, begin?: string) =>
    begin === undefined ? write('#') : begin + write(':'),
  );
}
