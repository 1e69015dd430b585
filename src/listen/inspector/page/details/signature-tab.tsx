import type { DeliveryDetails } from '../../source.ts';
import { Icon } from '../icons.tsx';

const header = 'logto-signature-sha-256';

/** Whether the signature holds, and, where it does not, why and how to mend it. */
export function SignatureTab({ of: { record } }: { of: DeliveryDetails }) {
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
            <strong>The signature matches.</strong> These bytes were signed with the listener’s key,
            and not one of them has changed since.
          </p>
        </div>
      )}
      <dl class="pairs">
        <dt>Verdict</dt>
        <dd>{signature}</dd>
        {diagnosis && (
          <>
            <dt>Cause</dt>
            <dd>
              <code>{diagnosis.cause}</code>
            </dd>
          </>
        )}
        <dt>{header}</dt>
        <dd>{headers[header] === undefined ? 'was not sent' : <code>{headers[header]}</code>}</dd>
        <dt>How it is made</dt>
        <dd>
          HMAC-SHA256 over the raw body, keyed with the webhook’s signing key, in lower-case hex
        </dd>
      </dl>
    </div>
  );
}
