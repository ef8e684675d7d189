/** Which sequence a tier goes to, and how words are varied by profile. Owns the shape. */
import type { SettingValue } from '../playbook/playbook.ts';

/** Routing of a playbook. */
export interface RoutingRules {
  readonly sequences: {
    readonly hot: string | null;
    readonly warm: string | null;
    readonly cool: string | null;
    readonly cold: string | null;
  };
  /** Names of campaigns that a lead may not be in at the same time; `*` = any other. */
  readonly conflictsWith: readonly string[];
  /** Content variants by profile: the first rule that holds sets `variant` to its values for templates. */
  readonly variants: readonly {
    readonly name: string;
    readonly when: string;
    readonly values: Readonly<Record<string, SettingValue>>;
  }[];
}
