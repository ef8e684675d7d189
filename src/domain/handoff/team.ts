/** A team: who takes hand-offs, how many, by which rules, and where they are sent. Owns the shape and the reading of its words. */
import { z } from 'zod';
import { LIMITS } from '../limits.ts';

/** What a rule may look at. */
export const RULE_FACTS = ['country', 'region', 'domain', 'campaign', 'industry', 'language', 'tier'] as const;
/** One of `RULE_FACTS`. */
export type RuleFact = (typeof RULE_FACTS)[number];

/** A sending target that is no connection: the mailbox of whoever owns the hand-off. */
export const BY_EMAIL = 'email';

const address = z.email().transform((text) => text.toLowerCase());
const name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]*$/u, 'a name begins with a letter or digit')
  .max(100);

/** Settings of a team, as they are kept. */
export const TeamSettingsSchema = z.strictObject({
  members: z
    .array(z.strictObject({ address, most: z.int().min(0).nullable() }))
    .max(LIMITS.teamMembers)
    .default([]),
  rules: z
    .array(z.strictObject({ fact: z.enum(RULE_FACTS), is: z.string().min(1), owner: address }))
    .max(LIMITS.teamRules)
    .default([]),
  targets: z.array(z.string().min(1)).max(LIMITS.handOffTargets).default([]),
  claimWithinMinutes: z.int().min(1).max(525_600).nullable().default(null),
  escalateTo: address.nullable().default(null),
});

/** Who takes hand-offs, in the order in which it is their turn; where they are sent; how long they may lie. */
export type TeamSettings = z.output<typeof TeamSettingsSchema>;

/** A team of a workspace. */
export interface Team {
  readonly workspaceId: string;
  readonly name: string;
  readonly settings: TeamSettings;
  /** Turns that were given so far. */
  readonly turn: number;
}

/** The name of a team. Errors: zod's. */
export const TeamNameSchema = name;

/** `ann@acme.com` or `ann@acme.com=5`; null = it is neither. */
export function memberOf(text: string): { readonly address: string; readonly most: number | null } | null {
  const found = /^([^=\s]+@[^=\s]+?)(?:=(\d{1,6}))?$/.exec(text);
  if (!found?.[1]) return null;
  return { address: found[1].toLowerCase(), most: found[2] === undefined ? null : Number(found[2]) };
}

/** `country=DE:ann@acme.com`; null = it is no rule. */
export function ruleOf(text: string): { readonly fact: RuleFact; readonly is: string; readonly owner: string } | null {
  const found = /^([a-z]+)=(.+):([^:\s]+@[^:\s]+)$/.exec(text);
  const fact = RULE_FACTS.find((one) => one === found?.[1]);
  if (!fact || !found?.[2] || !found[3]) return null;
  return { fact, is: found[2], owner: found[3].toLowerCase() };
}
