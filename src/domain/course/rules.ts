/** What a class is judged by: the thresholds of hot, stalled and idle, and how long links last. Owns the standard; a playbook changes it. */

/** The numbers of a class, each a setting of the playbook's section `class`. */
export interface ClassRules {
  /** Part of the class that a hot lead has done at least, per cent. */
  readonly hotCompletion: number;
  /** Whole days since the last activity of a hot lead at most. */
  readonly hotDays: number;
  /** Whole days of silence after which a lead has stalled; more than these. */
  readonly stallDays: number;
  /** Hours before the same thing is told again. */
  readonly cooldownHours: number;
  /** Days for which a link to the class is good. */
  readonly linkDays: number;
}

/** The standard. */
export const STANDARD_CLASS_RULES: ClassRules = {
  hotCompletion: 25,
  hotDays: 7,
  stallDays: 14,
  cooldownHours: 24,
  linkDays: 60,
};
