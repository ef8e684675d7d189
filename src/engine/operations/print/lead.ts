/** How a lead and an explanation read on a terminal. Words only. */
import type { Explanation, SpokenReason } from '../../explain.ts';
import type { PartsOfLead } from '../people/parts.ts';

/** `lead show`, as a page of text. */
export function printLead(view: Record<string, unknown>): string {
  const { campaigns, signals, timeline, attributes, suppressions, aliases, paused, origins, permission, ...more } =
    view as LeadPage;
  const { parts, ...fields } = more;
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${label(name)} ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  for (const [name, value] of Object.entries(attributes)) lines.push(`${label(name)} ${value}`);
  if (aliases.length > 0) lines.push(`${label('also known as')} ${aliases.join(', ')}`);
  if (paused) lines.push(`${label('paused')} since ${paused.since} by ${paused.by}${paused.why && `: ${paused.why}`}`);
  lines.push(...partLines(parts), ...originLines(origins), ...permission.map(proofLine));
  for (const { kind, channel, reason } of suppressions)
    lines.push(`${label('suppressed')} ${channel} (${kind}): ${reason}`);
  for (const { signal, state, points, since, fallsAt } of signals)
    if (state === 'up')
      lines.push(`${label('signal')} ${signal}: ${points} points, since ${since}, falls at ${fallsAt}`);
  for (const campaign of campaigns) lines.push('', ...campaignLines(campaign));
  lines.push('', 'What happened:');
  for (const { at, what, detail } of timeline)
    lines.push(`  ${at.slice(0, 16).replace('T', ' ')}  ${what}${detail ? `: ${detail}` : ''}`);
  return `${lines.join('\n')}\n`;
}

/** What more there is to see of them, by the command that shows it. */
function partLines({ classes, conversations, valuations }: LeadPage['parts']): string[] {
  const shown = [
    ...(classes.length > 0 ? ['class show'] : []),
    ...(conversations.length > 0 ? ['conversation show'] : []),
    ...(valuations.length > 0 ? ['valuation show'] : []),
  ];
  return shown.length === 0 ? [] : [`${label('more')} ${shown.map((command) => `rekindle ${command}`).join(', ')}`];
}

interface LeadPage {
  readonly parts: PartsOfLead;
  readonly campaigns: readonly CampaignPart[];
  readonly signals: readonly { signal: string; state: string; points: number; since: string; fallsAt: string }[];
  readonly timeline: readonly { at: string; what: string; detail: string }[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly suppressions: readonly { kind: string; channel: string; reason: string }[];
  readonly aliases: readonly string[];
  readonly origins: Readonly<Record<string, { readonly source: string; readonly at: string }>>;
  readonly permission: readonly {
    at: string;
    source: string;
    basis: string | null;
    told: Readonly<Record<string, string>>;
  }[];
  readonly paused: { readonly since: string; readonly by: string; readonly why: string } | null;
  readonly [field: string]: unknown;
}

interface CampaignPart {
  readonly campaign: string;
  readonly stage: string;
  readonly tier: string;
  readonly score: ScorePart | null;
  readonly sequence: string | null;
  readonly reasons: readonly SpokenReason[];
  readonly next: string;
}

interface ScorePart {
  readonly value: number;
  readonly coverage: number;
  readonly known: number;
  readonly total: number;
  readonly boost: number;
  readonly parts: Readonly<Record<string, readonly [points: number | null, share: number]>>;
}

const LABEL_WIDTH = 16;

function label(name: string): string {
  return `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}:`.padEnd(LABEL_WIDTH);
}

/** Fields that another source than the lead's own has filled in, by source and time. */
function originLines(origins: LeadPage['origins']): string[] {
  const together = Map.groupBy(Object.entries(origins), ([, { source, at }]) => `${source}, ${at.slice(0, 10)}`);
  return [...together].map(([from, fields]) => `${label('from')} ${from}: ${fields.map(([name]) => name).join(', ')}`);
}

function proofLine({ at, source, basis, told }: LeadPage['permission'][number]): string {
  const words = Object.entries(told).map(([name, value]) => `${name} “${value}”`);
  return `${label('permission')} ${basis ?? 'none'}, by ${source} at ${at}: ${words.join(', ')}`;
}

function campaignLines({ campaign, stage, tier, score, sequence, reasons, next }: CampaignPart): string[] {
  return [
    `In “${campaign}”: ${stage}, ${tier}${sequence ? `, sequence ${sequence}` : ''}`,
    ...(score ? scoreLines(score) : []),
    ...reasons.map(reasonLine),
    `  Next: ${next}`,
  ];
}

function scoreLines({ value, coverage, known, total, boost, parts }: ScorePart): string[] {
  const lines = [`  Score ${value.toFixed(3)} from ${known} of ${total} facts, coverage ${coverage.toFixed(2)}:`];
  for (const [name, [points, share]] of Object.entries(parts)) {
    lines.push(
      `    ${name.padEnd(22)} ${points === null ? 'not known' : `${share.toFixed(3)}  (${points.toFixed(2)} of 1)`}`,
    );
  }
  if (boost > 0) lines.push(`    ${'intent'.padEnd(22)} ${boost.toFixed(3)}`);
  return lines;
}

function reasonLine({ says, remedy, facts }: SpokenReason): string {
  const shown = Object.entries(facts).filter(([, value]) => value !== null && value !== '');
  const detail = shown.length === 0 ? '' : ` [${shown.map(([name, value]) => `${name} ${String(value)}`).join(', ')}]`;
  return `  • ${says}${detail}${remedy ? ` ${remedy}` : ''}`;
}

/** `explain`, as a paragraph. */
export function printExplanation({ decision, reasons, next }: Explanation): string {
  return `${[decision, ...reasons.map(reasonLine), ...(next ? [`Next: ${next}`] : [])].join('\n')}\n`;
}
