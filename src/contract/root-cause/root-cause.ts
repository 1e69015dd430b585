/**
 * The cause of refused deliveries, as a stable name for scripts. Causes that `verify` finds, too, have the
 * same name there (core/diagnosis).
 */
export type RootCauseId =
  | 'signature-prefixed'
  | 'signature-base64'
  | 'signature-upper-case'
  | 'signature-quoted'
  | 'signature-encoded-twice'
  | 'signature-header-name'
  | 'signature-header-case'
  | 'signature-in-query'
  | 'signature-comparison-inverted'
  | 'signature-not-verified'
  | 'signature-form-only'
  | 'signature-length'
  | 'algorithm-other'
  | 'algorithm-without-key'
  | 'algorithm-swapped'
  | 'key-white-space'
  | 'key-quoted'
  | 'key-unset'
  | 'key-placeholder'
  | 'key-encoded'
  | 'key-changed'
  | 'key-other'
  | 'key-compared'
  | 'timestamp-signed'
  | 'signature-type'
  | 'body-empty'
  | 'body-not-written'
  | 'body-not-read'
  | 'body-parsed'
  | 'body-part-signed'
  | 'body-reformatted'
  | 'body-key-order'
  | 'body-escapes'
  | 'body-empty-objects'
  | 'body-white-space'
  | 'body-encoded'
  | 'body-quoted'
  | 'url-signed'
  | 'host-checked'
  | 'address-checked'
  | 'origin-checked'
  | 'csrf-checked'
  | 'https-required'
  | 'authentication-required'
  | 'user-agent-checked'
  | 'header-required'
  | 'content-type'
  | 'body-limit'
  | 'field-name'
  | 'field-refused'
  | 'field-type'
  | 'field-missing'
  | 'field-value'
  | 'field-place'
  | 'event-unknown'
  | 'hook-id-deduplicated'
  | 'handler-failed'
  | 'slow-response'
  | 'redirect'
  | 'receiver-ended';

/** Why deliveries fail, proved by an experiment or stated by the receiver itself. */
export interface RootCause {
  readonly id: RootCauseId;
  /** The mistake, in one sentence. */
  readonly message: string;
  /** What was sent and what the receiver responded, in one or two sentences. */
  readonly evidence: string;
  /** How to fix exactly that, in one or two sentences. */
  readonly remedy: string;
}
