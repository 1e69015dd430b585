/** A Logto version without its patch number, such as `1.36`. */
export type VersionText = `${number}.${number}`;

/** What is known about one event. All texts are whole sentences. */
export interface EventEntry {
  /** What causes it: a user's interaction, a change of data, or a security limit. */
  readonly category: 'interaction' | 'data' | 'exception';
  /** The Logto entity that the payload is about; null if there is none. */
  readonly entity: Entity | null;
  readonly level: 'account' | 'organization';
  /** The first Logto version that sends it. */
  readonly since: VersionText;
  /** True if Logto hides the event behind its dev-features flag: a stock server never sends it. */
  readonly devFeature: boolean;
  readonly meaning: string;
  readonly fires: string;
  /** What receivers do with it. */
  readonly use: string;
  /** Everything that makes Logto send it, the default first. */
  readonly triggers: readonly [Trigger, ...Trigger[]];
}

type Entity =
  | 'User'
  | 'TrustedDevice'
  | 'Role'
  | 'Scope'
  | 'Organization'
  | 'OrganizationRole'
  | 'OrganizationScope';

type ApiCall = `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** One way to cause an event, and the variant of its payload. */
export type Trigger = {
  readonly variant: string;
  /** What is special about this payload. */
  readonly note?: string;
  /** The first Logto version with this trigger, if it is newer than the event. */
  readonly since?: VersionText;
} & (
  | {
      /** A Management API call, as the payload's `method` and `matchedRoute` name it. */
      readonly route: ApiCall;
    }
  | {
      /** API calls that the payload does not name, so they share one variant. */
      readonly calls: readonly [ApiCall, ...ApiCall[]];
    }
  | {
      /** What a user does, as a clause: `a user signs in`. */
      readonly action: string;
    }
);
