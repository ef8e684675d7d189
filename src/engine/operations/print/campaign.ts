/** How campaigns, assessments and simulations read on a terminal. Words only. */

import type { SenderIdentity } from '../../../domain/campaign/campaign.ts';
import { mailboxesOf } from '../../../domain/campaign/senders.ts';
import { reasonText } from '../../../domain/reason.ts';
import type { AssessReport } from '../../assess/assess.ts';
import type { Preflight } from '../../campaigns.ts';
import type { WordGap, Wordless, WordsToCome } from '../../drafts/wordless.ts';
import type { Simulation } from '../../simulate/simulate.ts';

const BAR_WIDTH = 40;
/** Lines of a list that is told in full only as JSON. */
const LINES_PRINTED = 20;

/** A bar chart of counts by name: one line each. */
function chart(counts: Readonly<Record<string, number>>, indent = '  '): string[] {
  const entries = Object.entries(counts);
  const most = Math.max(1, ...entries.map(([, n]) => n));
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, n]) => {
    const bar = '█'.repeat(Math.round((n / most) * BAR_WIDTH)) || (n > 0 ? '▏' : '');
    return `${indent}${name.padEnd(width)} ${n.toLocaleString('en').padStart(7)} ${bar}`.trimEnd();
  });
}

/** Counts by reason code, in words, the most frequent first. */
function reasonLines(counts: Readonly<Record<string, number>>, indent = '  '): string[] {
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([code, n]) => `${indent}${n.toLocaleString('en').padStart(7)}  ${reasonText(code).says} (${code})`);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** What `assess` did, with a chart of the tiers. */
export function printAssess({
  campaign,
  assessed,
  tiers,
  qualified,
  rejected,
  review,
  routed,
  held,
  enrolled,
}: AssessReport & { readonly campaign: string }): string {
  return text([
    `Assessed ${assessed.toLocaleString('en')} lead${assessed === 1 ? '' : 's'}: ${qualified} qualified, ${review} for review, ${rejected} rejected; ${routed} routed, ${enrolled} enrolled.`,
    ...(held > 0
      ? [
          `${held.toLocaleString('en')} of them may not be e-mailed yet: the law asks there for more than what is stated. rekindle lead list --campaign "${campaign}" --stage unrouted names them, rekindle explain LEAD says what is missing.`,
        ]
      : []),
    ...chart(tiers),
  ]);
}

/** A pre-flight, a line a check. */
export function printPreflight({
  campaign,
  mode,
  ready,
  items,
  audience,
  words,
}: Preflight & { words: WordsToCome }): string {
  return text([
    `Campaign “${campaign}” in a ${mode} workspace: ${ready ? 'ready to launch' : 'not ready'}.`,
    ...items.map(({ check, ok, blocks, says }) => `  ${ok ? '✓' : blocks ? '✗' : '!'} ${check}: ${says}`),
    'Audience by stage:',
    ...chart(audience),
    ...section('Messages without words, by step:', words.templates.slice(0, LINES_PRINTED).map(gapLine)),
    ...section(
      'Leads that they would have been for, the first ones:',
      words.first.slice(0, LINES_PRINTED).map(wordlessLine),
    ),
  ]);
}

function gapLine({ sequence, step, template, missing, code, leads }: WordGap): string {
  return `  ${leads.toLocaleString('en').padStart(7)}  ${missing ?? code}, in ${template} (${sequence}, ${step})`;
}

function wordlessLine({ leadId, name, template, missing, code }: Wordless): string {
  return `  ${leadId}  ${name ?? ''}: ${missing ?? code}, in ${template}`;
}

/** A simulation: messages by day, refusals by reason, the digest. */
export function printSimulation(run: Simulation): string {
  return text([
    `${run.days} days from ${run.from.slice(0, 10)}: ${run.messages.toLocaleString('en')} messages.`,
    ...section(
      'Tried in this run:',
      run.trial.map(({ name, was, is }) => `  ${name}: ${was} → ${is}`),
    ),
    'Messages by day (UTC):',
    ...chart(run.byDay),
    ...section('Not enrolled or not sent:', reasonLines(run.refusals)),
    ...section('Waited, some to the end:', reasonLines(run.waits)),
    ...section('Held up by a limit, by day:', run.caps.map(capLine)),
    ...section('Assumed answers:', chart(run.signals)),
    ...section('Sequences ended because:', reasonLines(run.ends)),
    `Digest ${run.digest} (seed ${run.seed}; the same seed gives the same one).`,
  ]);
}

function capLine({ day, cap, limit, moved }: Simulation['caps'][number]): string {
  return `  ${day}  ${cap}${limit === null ? '' : ` of ${limit}`}: ${moved} moved`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

interface CampaignPage {
  readonly sender: SenderIdentity;
  readonly name: string;
  readonly state: string;
  readonly id: string;
  readonly playbook: { readonly name: string; readonly hash: string };
  readonly stages: Readonly<Record<string, number>>;
  readonly tiers: Readonly<Record<string, number>>;
  /** By status; null = it works no accounts. */
  readonly accounts: Readonly<Record<string, number>> | null;
  readonly messages: Readonly<Record<string, number>>;
  readonly notEnrolled: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
}

/** A campaign: stages, tiers, messages, reasons. */
export function printCampaign(view: Record<string, unknown>): string {
  const { name, state, id, playbook, stages, tiers, accounts, messages, notEnrolled, ends, sender } =
    view as unknown as CampaignPage;
  return text([
    `Campaign “${name}” (${id}), ${state}, on playbook ${playbook.name} ${playbook.hash.slice(0, 12)}.`,
    ...section(
      'At most, a day (campaign change --daily-cap):',
      mailboxesOf(sender).map(({ address, dailyCap }) => `${dailyCap.toLocaleString('en').padStart(7)}  ${address}`),
    ),
    'Leads by stage:',
    ...chart(stages),
    'Leads by tier:',
    ...chart(tiers),
    ...(accounts === null ? [] : accountLines(name, accounts)),
    ...section('Messages:', chart(messages)),
    ...section('Not enrolled because:', reasonLines(notEnrolled)),
    ...section('Sequences ended because:', reasonLines(ends)),
  ]);
}

function accountLines(campaign: string, accounts: Readonly<Record<string, number>>): string[] {
  if (Object.values(accounts).every((n) => n === 0))
    return [`No account is in it yet: rekindle account start ACCOUNT --campaign "${campaign}".`];
  return [`Accounts by status (rekindle account list --campaign "${campaign}"):`, ...chart(accounts)];
}
