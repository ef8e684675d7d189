/** What the instance answers where the table of operations leaves it open: as its pages are written, read by the screens. */

/** A reason in words. */
export interface SpokenReason {
  readonly code: string;
  readonly says: string;
  readonly remedy: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Where a lead stands in a campaign, in a list. */
export interface StandingRow {
  readonly stage: string;
  readonly tier: string;
  readonly score: number;
  /** Before it last changed; null = it never did. */
  readonly scoreBefore: number | null;
  readonly coverage: number;
  readonly sequence: string | null;
  readonly why: SpokenReason;
  readonly nextAt: string | null;
  readonly lastAt: string | null;
}

/** A lead in a list. */
export interface LeadRow {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly title: string | null;
  readonly company: string | null;
  readonly country: string | null;
  readonly owner: string | null;
  readonly zone: string | null;
  readonly source: string;
  readonly basis: string | null;
  readonly refused: readonly string[];
  readonly standing?: StandingRow;
}

/** A score to the point: share of the whole by part; null points = not known. */
export interface Score {
  readonly value: number;
  readonly tier: string;
  readonly coverage: number;
  readonly known: number;
  readonly total: number;
  readonly boost: number;
  readonly intent: number;
  readonly parts: Readonly<Record<string, readonly [points: number | null, share: number]>>;
}

/** A lead in a campaign, on its page. */
export interface Membership {
  readonly campaign: string;
  readonly state: string;
  readonly stage: string;
  readonly tier: string;
  readonly score: Score | null;
  /** Before it last changed; null = it never did. */
  readonly scoreBefore: number | null;
  readonly sequence: string | null;
  readonly reasons: readonly SpokenReason[];
  readonly upcoming: Upcoming;
  readonly waitsFor: SpokenReason | null;
}

/** What comes next: its kind, and what that tells. */
export interface Upcoming {
  readonly kind: string;
  readonly step: string | null;
  readonly dueAt: string | null;
  /** IANA zone of the lead. */
  readonly zone: string | null;
  /** State of the campaign. */
  readonly state: string;
}

/** Something that happened. */
export interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly values: Readonly<Record<string, string | number | null>>;
  readonly reasons: readonly Omit<SpokenReason, 'remedy'>[];
}

/** A lead’s page. Fields of the lead stand beside these. */
export interface LeadPage {
  readonly id: string;
  readonly fullName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly title?: string;
  readonly company?: string;
  readonly zone?: string;
  readonly source: string;
  readonly basis: string | null;
  readonly paused: { readonly since: string; readonly by: string; readonly why: string } | null;
  readonly aliases: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, { readonly source: string; readonly at: string }>>;
  readonly permission: readonly {
    readonly at: string;
    readonly source: string;
    readonly basis: string | null;
    readonly told: Readonly<Record<string, string>>;
  }[];
  readonly suppressions: readonly {
    readonly kind: string;
    readonly channel: string;
    readonly reason: string;
    readonly at: string;
  }[];
  readonly campaigns: readonly Membership[];
  readonly signals: readonly {
    readonly signal: string;
    readonly state: string;
    readonly points: number;
    readonly since: string;
    readonly fallsAt: string;
  }[];
  readonly timeline: readonly Entry[];
  /** Classes by id; conversations and valuations by the campaign they are of. */
  readonly parts: {
    readonly classes: readonly string[];
    readonly conversations: readonly string[];
    readonly valuations: readonly string[];
  };
  readonly [field: string]: unknown;
}

/** A campaign in a list. */
export interface CampaignRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly playbook: string;
  readonly launchedBy: string | null;
}

type Tally = Readonly<Record<string, number>>;

/** A campaign’s page. */
export interface CampaignPage {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly playbook: { readonly name: string; readonly hash: string };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly audience: {
    readonly frozen: boolean;
    readonly imports: readonly string[];
    readonly tags: readonly string[];
    readonly where: string | null;
  };
  readonly sender: {
    readonly name: string;
    readonly address: string;
    readonly company: string;
    readonly postalAddress: string;
    readonly dailyCap: number;
  };
  readonly stages: Tally;
  readonly tiers: Tally;
  /** By status; null = it works no accounts. */
  readonly accounts: Tally | null;
  readonly messages: Tally;
  readonly messagesByDay: Tally;
  readonly messageReasons: Tally;
  readonly notEnrolled: Tally;
  readonly ends: Tally;
  /** What the codes of these counts say. */
  readonly reasons: Readonly<Record<string, { readonly says: string }>>;
}

/** A message in a list. */
export interface MessageRow {
  readonly id: string;
  readonly leadId: string;
  readonly recipient: string;
  readonly sender: string;
  readonly template: string;
  readonly subject: string | null;
  readonly state: string;
  readonly reason: SpokenReason | null;
  readonly dueAt: string | null;
  readonly attempts: number;
  readonly attemptedAt: string | null;
  readonly sentAt: string | null;
}

/** A reply in the inbox. */
export interface Reply {
  readonly id: string;
  readonly leadId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly at: string;
  readonly state: string;
  readonly class: string;
  readonly confidence: number | null;
  readonly words: string | null;
  readonly reasons: readonly string[];
  readonly why: readonly SpokenReason[];
  readonly assignedTo: string | null;
  /** Why the last answer did not leave, where none did. */
  readonly notSent: SpokenReason | null;
  readonly text: string;
}
