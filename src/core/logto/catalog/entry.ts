/** What is known of one event. All texts are whole sentences. */
export interface EventEntry {
  /** Who or what brings it about; each category has payloads of its own shape. */
  readonly category: 'interaction' | 'data' | 'exception';
  /** What the payload is about; null where that is no entity of Logto. */
  readonly entity: Entity | null;
  readonly level: 'account' | 'organization';
  readonly meaning: string;
  readonly fires: string;
  /** Everything that makes Logto send it, the default first. */
  readonly triggers: readonly [Trigger, ...Trigger[]];
  /** True for what Logto hides behind its development-feature flag. */
  readonly devFeature: boolean;
}

type Entity =
  | 'User'
  | 'TrustedDevice'
  | 'Role'
  | 'Scope'
  | 'Organization'
  | 'OrganizationRole'
  | 'OrganizationScope';

/** One way to bring an event about, and the variant of its payload. */
export type Trigger = {
  readonly variant: string;
  /** What is peculiar about this payload. */
  readonly note?: string;
} & (
  | {
      /** A Management API route, as its payload's `method` and `matchedRoute` name it. */
      readonly route: `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
    }
  | {
      /** What a user does, as a clause: `a user signs in`. */
      readonly action: string;
    }
);
