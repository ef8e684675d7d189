/** What a playbook qualifies by. Owns the shape. */
export interface QualificationRules {
  readonly minScore: number;
  readonly minCoverage: number;
  readonly onUnknown: 'review' | 'pass' | 'reject';
  readonly freeMail: 'allow' | 'reject';
  /** Domains, subdomains included. */
  readonly competitors: readonly string[];
  /** CEL rules in order; the first that holds gives its verdict with the reason `playbook-rule` and its name. */
  readonly rules: readonly {
    readonly name: string;
    readonly when: string;
    readonly then: 'review' | 'reject' | 'pass';
  }[];
}
