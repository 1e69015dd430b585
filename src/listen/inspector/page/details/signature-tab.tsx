import type { DeliveryDetails } from '../../source.ts';
import { Icon } from '../icons.tsx';

const header = 'logto-signature-sha-256';

/** Whether the signature is valid and, if not, why and how to fix it. */
export function SignatureTab({ of: { summary, record } }: { of: DeliveryDetails }) {
  const { diagnosis, signature, headers } = record;
  return (
    <div class="stack">
      {diagnosis ? (
        <div class="callout bad">
          <Icon name="cross" />
          <div>
            <p>
              <strong>{diagnosis.message}</strong>
            </p>
            <p>{diagnosis.remedy}</p>
          </div>
        </div>
      ) : (
        <div class="callout good">
          <Icon name="check" />
          <p>
            <strong>The signature is valid.</strong> These bytes were signed with the listener’s key
            and have not changed since.
          </p>
        </div>
      )}
      <dl class="pairs">
        <dt>Result</dt>
        <dd>{signature}</dd>
        {summary.key !== null && (
          <>
            <dt>Signing key</dt>
            <dd>
              <code>{summary.key}</code>
            </dd>
          </>
        )}
        {diagnosis && (
          <>
            <dt>Cause</dt>
            <dd>
              <code>{diagnosis.cause}</code>
            </dd>
          </>
        )}
        <dt>{header}</dt>
        <dd>{headers[header] === undefined ? 'not sent' : <code>{headers[header]}</code>}</dd>
        <dt>Algorithm</dt>
        <dd>HMAC-SHA256 of the raw body with the webhook’s signing key, in lowercase hex</dd>
      </dl>
    </div>
  );
}
