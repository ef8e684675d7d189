/**
 * What DNS says of the domains that a workspace sends from: asked, written down, kept current, and told where it has changed. Owns which
 * domains are looked at, and when; what an answer means is `domain/deliverability`.
 */
import { isOver } from '../../domain/campaign/campaign.ts';
import { mailboxesOf, type SenderMailbox } from '../../domain/campaign/senders.ts';
import type { Asking, DnsFinding } from '../../domain/deliverability/ask.ts';
import { type DnsStanding, judgeStanding } from '../../domain/deliverability/dns-standing.ts';
import { checkSender, type MailServerFacts } from '../../domain/deliverability/sender-dns.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import { changeOf } from '../../domain/routine/alert.ts';
import { toAsciiDomain } from '../../domain/verify/idna.ts';
import type { Engine } from '../engine.ts';
import type { Resolver } from '../ports.ts';
import type { Workspace } from '../store-port.ts';

const NO_SERVER: MailServerFacts = { host: null, selectors: [] };

/** The domain of an address as DNS knows it; null = it is none. */
function domainOfSender(address: string): string | null {
  return address.includes('@') ? toAsciiDomain(address.slice(address.lastIndexOf('@') + 1)) : null;
}

/** Domains of mailboxes, each with the first mailbox of it: by whose connection its mails leave. */
export function byDomain(mailboxes: readonly Pick<SenderMailbox, 'address'>[]): ReadonlyMap<string, string> {
  const domains = new Map<string, string>();
  for (const { address } of mailboxes) {
    const domain = domainOfSender(address);
    if (domain !== null && !domains.has(domain)) domains.set(domain, address);
  }
  return domains;
}

/** Domains that campaigns of a workspace send from which are not over, by name, each with a mailbox of it. */
export async function domainsOf(engine: Engine, workspaceId: string): Promise<ReadonlyMap<string, string>> {
  const campaigns = await engine.store.campaigns.list(workspaceId, LIMITS.campaigns);
  const open = campaigns.filter((campaign) => !isOver(campaign));
  const domains = byDomain(open.flatMap(({ sender }) => mailboxesOf(sender)));
  return new Map([...domains].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, LIMITS.senderDomains));
}

/** Asks DNS of these domains now, writes down what it says, and has somebody told of a change. Empty where DNS is never asked. */
export async function lookAt(
  engine: Engine,
  workspaceId: string,
  domains: ReadonlyMap<string, string>,
): Promise<readonly DnsStanding[]> {
  const { resolver, store, clock } = engine;
  if (resolver === null || domains.size === 0) return [];
  await engine.connections.refresh();
  const workspace = await store.workspaces.get(workspaceId);
  const standings: DnsStanding[] = [];
  for (const [domain, mailbox] of domains) {
    const server = workspace === null ? NO_SERVER : serverOf(engine, workspace, mailbox);
    const findings = await asked(resolver, checkSender({ domain, ...server }));
    const standing = { domain, askedAt: clock.now(), findings };
    await store.senders.noteDns(workspaceId, standing);
    await tell(engine, workspaceId, standing);
    standings.push(standing);
  }
  return standings;
}

/** Looks at those whose time has come; which these were. */
export async function keepCurrent(engine: Engine, workspaceId: string): Promise<readonly string[]> {
  if (engine.resolver === null) return [];
  const now = engine.clock.now();
  const known = await engine.store.senders.dns(workspaceId);
  const current = known.filter((standing) => judgeStanding(standing).againAt > now).map(({ domain }) => domain);
  const due = [...(await domainsOf(engine, workspaceId))].filter(([domain]) => !current.includes(domain));
  await lookAt(engine, workspaceId, new Map(due));
  return due.map(([domain]) => domain);
}

/** By whom a mailbox sends, or would once its workspace is live. */
function serverOf(engine: Engine, workspace: Workspace, mailbox: string): MailServerFacts {
  return engine.channelFor({ ...workspace, mode: 'live' }, mailbox)?.server ?? NO_SERVER;
}

/** Puts the questions of a rule, one after the other. What is asked beyond the limit nobody can tell. */
async function asked(resolver: Resolver, asking: Asking<readonly DnsFinding[]>): Promise<readonly DnsFinding[]> {
  let step = asking.next();
  for (let count = 1; !step.done; count++) {
    const tooMany = count > LIMITS.senderQuestions;
    step = asking.next(
      tooMany ? { kind: 'unknown', detail: 'more questions than a sender may take' } : await resolver.ask(step.value),
    );
  }
  return step.value;
}

async function tell({ store, ids, clock, parts }: Engine, workspaceId: string, standing: DnsStanding): Promise<void> {
  const { status } = judgeStanding(standing);
  if (status === null) return;
  const bad = standing.findings.filter(({ verdict }) => verdict === 'bad').map(({ reason }) => reason.code);
  const subject = `dns:${standing.domain}` as const;
  const targets = (parts.alerts ?? []).map(({ name }) => name);
  await store.alerts.raise({ workspaceId, subject }, targets, (last) => {
    const change = changeOf(last, status);
    const facts = { bad: bad.join(', ') };
    return change && { workspaceId, id: ids.next('alert'), subject, at: clock.now(), facts, ...change };
  });
}

/** A finding in words: what it is about, what was found, with the facts. */
export function findingSays({ check, about, reason: { code, facts = {} } }: DnsFinding): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return `${check.toUpperCase()} of ${about}: ${reasonText(code).says}${told.length > 0 ? ` (${told.join(', ')})` : ''}`;
}

/** What mends it, with the record to publish; empty = nothing. */
export function findingMends({ reason, publish }: DnsFinding): string {
  const record = publish && `${publish.name} ${publish.type} ${publish.value}`;
  return [reasonText(reason.code).remedy, record].filter(Boolean).join(' ');
}
