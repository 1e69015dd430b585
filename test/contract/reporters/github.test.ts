import { expect, it } from 'vitest';
import { renderGithub } from '../../../src/contract/reporters/github.ts';
import { renderMarkdown } from '../../../src/contract/reporters/markdown.ts';
import { receiverSnippets } from '../../../src/contract/snippets/snippets.ts';
import {
  causedReport,
  cleanReport,
  describeCheck,
  result,
  sampleReport,
} from '../../helpers/report.ts';

it('reporter github prints the commands that the runner reads', () => {
  expect(renderGithub(sampleReport())).toEqual([
    '::error title=rejects/unsigned::Sent: sent for rejects/unsigned%0AResponse: 100%25 <b>&"\'</b> # TODO |x| `y` \\ : , ]]> red ::error::x #\\u0023[error]x%0AWhy: Why rejects/unsigned matters.%0ARemedy: Fix rejects/unsigned.',
    '::error title=rejects/wrong-key::Sent: sent for rejects/wrong-key%0AResponse: 200%0AWhy: Why rejects/wrong-key matters.%0ARemedy: Fix rejects/wrong-key.',
    '::warning title=bytes/whitespace::Sent: sent for bytes/whitespace%0AResponse: 401%0AWhy: Why bytes/whitespace matters.%0ARemedy: Fix bytes/whitespace.',
    '::group::Receiver output',
    '| listening',
    '| 100% <b>&"\'</b> # TODO |x| `y` \\ : , ]]> red',
    '| \\u003a:error::x #\\u0023[error]x',
    '::endgroup::',
    '::notice title=logto-hooks test::2 passed, 2 failed, 1 warning, 1 skipped in 2.3 s',
  ]);
});

it('reporter github escapes the ends of properties and lines', () => {
  const check = describeCheck('accepts/A:B,C%\r\nD', 'error', { why: 'a: b, c%\r\nd' });
  const [line] = renderGithub(sampleReport({ results: [result(check, { status: 'failed' })] }));
  expect(line).toContain('::error title=accepts/A%3AB%2CC%25%0D%0AD::');
  expect(line).toContain('%0AWhy: a: b, c%25%0D%0Ad%0A');
});

it('reporter github reports a warning as an error if strict', () => {
  const lines = renderGithub({ ...cleanReport(), strict: true });
  expect(lines[0]).toMatch(/^::error title=bytes\/whitespace::/);
});

it('reporter github prints only the summary if nothing failed', () => {
  const report = sampleReport({ results: [result(describeCheck('behaves/survives'))] });
  expect(renderGithub(report)).toEqual([
    '::notice title=logto-hooks test::1 passed, 0 failed, 0 warnings, 0 skipped in 2.3 s',
  ]);
});

it('reporter github writes a job summary with the failures, and all checks folded below', () => {
  expect(renderMarkdown(sampleReport())).toEqual([
    '### Logto webhook contract',
    '',
    '❌ 2 passed, 2 failed, 1 warning, 1 skipped in 2.3 s: http:/<!-- -->/127.0.0.1:3000/hook?a=1&amp;b=2',
    '',
    '#### ❌ rejects/unsigned',
    '',
    '- **Sent:** sent for rejects/unsigned',
    '- **Response:** 100% &lt;b>&amp;"\'&lt;/b> \\# TODO \\|x\\| \\`y\\` \\\\ : , \\]\\]> red ::error::x \\#\\#\\[error\\]x',
    '- **Why:** Why rejects/unsigned matters.',
    '- **Remedy:** Fix rejects/unsigned.',
    '',
    'Express:',
    '',
    '```js',
    ...receiverSnippets.express.code.split('\n'),
    '```',
    '',
    '#### ❌ rejects/wrong-key',
    '',
    '- **Sent:** sent for rejects/wrong-key',
    '- **Response:** 200',
    '- **Why:** Why rejects/wrong-key matters.',
    '- **Remedy:** Fix rejects/wrong-key.',
    '',
    'Express:',
    '',
    '```js',
    ...receiverSnippets.express.code.split('\n'),
    '```',
    '',
    '#### ⚠️ bytes/whitespace',
    '',
    '- **Sent:** sent for bytes/whitespace',
    '- **Response:** 401',
    '- **Why:** Why bytes/whitespace matters.',
    '- **Remedy:** Fix bytes/whitespace.',
    '',
    '<details>',
    '<summary>Receiver output</summary>',
    '',
    '    listening',
    '    100% <b>&"\'</b> # TODO |x| `y` \\ : , ]]> red',
    '    ::error::x ##[error]x',
    '',
    '</details>',
    '',
    '<details>',
    '<summary>All checks</summary>',
    '',
    '| | Check | Time | |',
    '|---|---|---|---|',
    '| ✅ | accepts/PostRegister | 4.3 ms |  |',
    '| ⏭️ | accepts/scenarios |  | no organizations here \\#<!-- -->1 |',
    '| ❌ | rejects/unsigned | 4.3 ms | 100% &lt;b>&amp;"\'&lt;/b> \\# TODO \\|x\\| \\`y\\` \\\\ : , \\]\\]> red ::error::x \\#\\#\\[error\\]x  |',
    '| ❌ | rejects/wrong-key | 4.3 ms | 200 |',
    '| ⚠️ | bytes/whitespace | 1.2 s | 401 |',
    '| ✅ | behaves/survives | 4.3 ms |  |',
    '',
    '</details>',
  ]);
});

it('reporter github annotates the checks of one cause once', () => {
  const lines = renderGithub(causedReport()).filter((line) => line.startsWith('::error'));
  expect(lines).toEqual([
    '::error title=accepts/User.Created::Cause: The handler fails on User.Created.%0AEvidence: User.Created as Logto sends it: 500%0ARemedy: Fix the handler.%0ASent: sent for accepts/User.Created%0AResponse: 200%0AChecks: accepts/User.Created, accepts/User.Deleted',
  ]);
});
