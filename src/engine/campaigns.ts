/**
 * A campaign's life: created as a draft, checked, launched, paused, resumed, finished. Pre-flight and launch are here, so
 * that no face can leave them out. Owns the moves; who is in the audience is decided by `assess`.
 */
import {
  type Audience,
  CAMPAIGN_MOVES,
  type Campaign,
  type CampaignState,
  isDrafted,
  isOver,
  type SenderIdentity,
} from '../domain/campaign/campaign.ts';
import { mailboxesOf } from '../domain/campaign/senders.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { ConsentReason } from '../domain/consent/reasons.ts';
import { type DnsStanding, judgeStanding } from '../domain/deliverability/dns-standing.ts';
import { type Halt, haltOf } from '../domain/delivery/queue.ts';
import { compileCondition } from '../domain/facts/condition.ts';
import { ConditionError } from '../domain/facts/condition-tree.ts';
import { vocabularyOf } from '../domain/facts/vocabulary.ts';
import { LIMITS } from '../domain/limits.ts';
import type { AttachmentContent } from '../domain/playbook/attachment.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import { assessAll } from './assess/assess.ts';
import { mayCall } from './deliver/artificial-voice.ts';
import type { Engine } from './engine.ts';
import { type Progress, Refusal } from './operations/operation.ts';
import { byDomain, findingMends, findingSays, lookAt } from './senders/dns.ts';
import { lookAgain } from './steer/look-again.ts';
import type { Workspace } from './store-port.ts';

/** What a campaign is made of. */
export interface CampaignWish {
  readonly workspaceId: string;
  readonly name: string;
  readonly playbook: Playbook;
  /** Canonical JSON of the playbook, as it is stored. */
  readonly content: string;
  /** Of the files that come with its mails. */
  readonly contents?: readonly AttachmentContent[];
  readonly audience: Audience;
  readonly sender: SenderIdentity;
}

/** Everybody: no condition at all. */
export const EVERYBODY: Audience = { imports: [], tags: [], where: null, frozen: false };

/** Adds a draft. Errors: refusals `campaign-exists`, `bad-audience`. */
export async function createCampaign(engine: Engine, wish: CampaignWish): Promise<Campaign> {
  const { store, clock, ids } = engine;
  const { workspaceId, name, playbook } = wish;
  if (await store.campaigns.get(workspaceId, name)) {
    throw new Refusal(
      'campaign-exists',
      `there is a campaign “${name}” already`,
      'choose another --name, or use that one',
    );
  }
  checkAudience(wish);
  const now = clock.now();
  await store.playbooks.put({
    workspaceId,
    hash: playbook.hash,
    name: playbook.name,
    content: wish.content,
    contents: wish.contents ?? [],
    createdAt: now,
  });
  const campaign: Campaign = {
    workspaceId,
    id: ids.next('cmp'),
    name,
    state: 'draft',
    playbookHash: playbook.hash,
    audience: wish.audience,
    sender: wish.sender,
    assessedRevision: 0,
    createdAt: now,
    launchedAt: null,
    launchedBy: null,
    finishedAt: null,
  };
  await store.campaigns.add(campaign);
  return campaign;
}

/** A condition that cannot be read is said when it is typed, not when leads are assessed. */
function checkAudience({ audience: { where }, playbook }: Pick<CampaignWish, 'audience' | 'playbook'>): void {
  if (where === null) return;
  try {
    compileCondition(where, vocabularyOf(playbook.attributes));
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const remedy = error.remedy || 'write a condition over the facts, such as lead.country == "US"';
    throw new Refusal('bad-audience', `--where, character ${error.at + 1}: ${error.message}`, remedy);
  }
}

/** One line of a pre-flight: what was looked at, whether it holds, what to do if not. */
export interface PreflightItem {
  readonly check: string;
  readonly ok: boolean;
  /** A failed item that is only a warning does not stop the launch. */
  readonly blocks: boolean;
  readonly says: string;
}

/** A pre-flight: every check, and whether the campaign may be launched. */
export interface Preflight {
  readonly campaign: string;
  readonly mode: Workspace['mode'];
  readonly ready: boolean;
  readonly items: readonly PreflightItem[];
  readonly audience: Readonly<Record<string, number>>;
}

/** Looks at everything that a launch needs. A draft that passes becomes `checked`, unless it was changed while it was looked at. */
export async function preflight(engine: Engine, workspace: Workspace, campaign: Campaign): Promise<Preflight> {
  const counts = await engine.store.campaigns.count(workspace.id, campaign.id);
  await engine.playbooks.refresh();
  await engine.connections.refresh();
  const { playbook } = engine.playbooks.get(campaign.playbookHash);
  const sequences = Object.keys(playbook.sequences).length;
  const items = [
    ...senderItems(campaign.sender, workspace),
    ...(await dnsItems(engine, workspace, campaign.sender)),
    ...audienceItems(campaign.name, counts.stages),
    ...stopItems(await engine.store.instance.halts(), workspace),
    wayOutItem(engine, workspace, campaign.sender),
    ...phoneItems(engine, workspace, playbook),
    item('opt-out page', workspace.mode === 'dry' || (engine.publicUrl?.startsWith('https://') ?? false), true, {
      ok: 'recipients can opt out',
      no: 'a live workspace needs publicUrl (https) so that the opt-out link can be reached',
    }),
    item('sequences', sequences > 0, true, {
      ok: sequences === 1 ? '1 sequence' : `${sequences} sequences`,
      no: 'the playbook has no sequence',
    }),
  ];
  const ready = items.every(({ ok, blocks }) => ok || !blocks);
  if (ready && campaign.state === 'draft')
    await engine.store.campaigns.save({ ...campaign, state: 'checked' }, campaign);
  return { campaign: campaign.name, mode: workspace.mode, ready, items, audience: counts.stages };
}

/** Said, and no bar: a campaign may be launched while a person has stopped what leaves, and waits until they let it go on. */
function stopItems(halts: readonly Halt[], { id }: Workspace): PreflightItem[] {
  const halt = haltOf(halts, id, null) ?? haltOf(halts, id, 'email');
  if (halt === null) return [];
  const why = halt.why === '' ? '' : ` (“${halt.why}”)`;
  const no = `${halt.by} has stopped what leaves${why}: nothing does, until rekindle halt lift`;
  return [item('stop', false, false, { ok: '', no })];
}

/** Whether mail can leave: by a connection that does not fail, or by the server that is configured. */
function wayOutItem(engine: Engine, workspace: Workspace, sender: SenderIdentity): PreflightItem {
  const isDry = workspace.mode === 'dry';
  const [failing = null] = mailboxesOf(sender)
    .map(({ address }) => engine.connections.failing(workspace, 'email', address))
    .filter((failure) => failure !== null);
  const connected = engine.connections.has(workspace, 'email');
  const ok = connected ? 'a connection is there' : 'SMTP is configured';
  return item('way out', isDry || (connected ? failing === null : engine.parts.channels.live !== null), true, {
    ok: isDry ? 'the workspace is dry: messages go to the outbox folder' : ok,
    no: failing
      ? `the connection ${failing.name} fails: ${failing.says || failing.code}; rekindle connection test ${failing.name}`
      : 'the workspace is live, and no mail server is connected: rekindle connection add, or smtp in rekindle.yaml',
  });
}

/** Said, and no bar: what has no way out waits, and says so, while the rest of the campaign goes on. */
function phoneItems(engine: Engine, workspace: Workspace, { sequences }: Playbook): PreflightItem[] {
  const kinds = new Set(Object.values(sequences).flatMap(({ steps }) => steps.map(({ kind }) => kind)));
  const ways = [
    { kind: 'sms', check: 'way out of texts', provider: 'text messages, such as Twilio or HighLevel' },
    { kind: 'voice', check: 'way out of calls', provider: 'calls, such as Retell' },
  ] as const;
  const items = ways
    .filter(({ kind }) => kinds.has(kind))
    .map(({ kind, check, provider }) =>
      item(check, engine.wayOut(workspace, kind) !== null, false, {
        ok: workspace.mode === 'dry' ? 'the workspace is dry: they are written into the outbox folder' : 'connected',
        no: `nothing is connected; they are held until a provider of ${provider}, is`,
      }),
    );
  if (!kinds.has('voice')) return items;
  const switched = item('artificial voice', mayCall(workspace), false, {
    ok: 'calls by an artificial voice are switched on',
    no: 'calls by an artificial voice are off, so that voice steps are passed over; rekindle workspace set-voice --on',
  });
  return [...items, switched];
}

function senderItems(sender: SenderIdentity, workspace: Workspace): PreflightItem[] {
  const live = workspace.mode === 'live';
  return [
    item('sender', sender.address !== '' && sender.name !== '', live, {
      ok: mailboxesOf(sender)
        .map(({ name, address }) => `${name} <${address}>`)
        .join(', '),
      no: 'no sender; set --from-name and --from-address',
    }),
    item('postal address', sender.postalAddress !== '', live, {
      ok: sender.postalAddress,
      no: 'no postal address; commercial e-mail must carry one: --postal-address',
    }),
  ];
}

/** Asked anew where mails are to leave for real; of a dry workspace it is told what was last found. */
async function dnsItems(engine: Engine, { id, mode }: Workspace, sender: SenderIdentity): Promise<PreflightItem[]> {
  const domains = byDomain(mailboxesOf(sender));
  const known = mode === 'live' ? await lookAt(engine, id, domains) : await engine.store.senders.dns(id);
  return known.filter(({ domain }) => domains.has(domain)).map((standing) => dnsItem(standing, mode));
}

function dnsItem(standing: DnsStanding, mode: Workspace['mode']): PreflightItem {
  const bad = standing.findings.filter(({ verdict }) => verdict === 'bad');
  const no = bad.map((finding) => `${findingSays(finding)} ${findingMends(finding)}`).join('; ');
  const ok = `DNS of ${standing.domain} says nothing bad`;
  const blocks = mode === 'live' && judgeStanding(standing).isUnproven;
  return item('DNS of the sender', bad.length === 0, blocks, { ok, no });
}

function audienceItems(campaign: string, stages: Readonly<Record<string, number>>): PreflightItem[] {
  const reachable = (stages.ready ?? 0) + (stages.enrolled ?? 0);
  const total = Object.values(stages).reduce((sum, n) => sum + n, 0);
  return [
    item('assessed', total > 0, true, {
      ok: total === 1 ? '1 lead assessed' : `${total} leads assessed`,
      no: `no lead has been assessed; import some, then rekindle assess --campaign "${campaign}"`,
    }),
    item('reachable', reachable > 0, false, {
      ok: reachable === 1 ? '1 lead will be enrolled' : `${reachable} leads will be enrolled`,
      no: 'not one lead qualifies; see rekindle review list, or the reasons in rekindle campaign show',
    }),
  ];
}

function item(check: string, ok: boolean, blocks: boolean, says: { ok: string; no: string }): PreflightItem {
  return { check, ok, blocks, says: ok ? says.ok : says.no };
}

/** A launched campaign, and how many are enrolled by the time that it is over, by this launch or by a worker beside it. */
export interface Launched {
  readonly campaign: Campaign;
  readonly enrolled: number;
}

/**
 * Launches a checked campaign, enrolls who is ready and wakes accounts that waited for it; of a campaign that is live already, a launch that was cut off goes
 * on. Errors: refusals `not-ready`, `wrong-state`.
 */
export async function launch(
  engine: Engine,
  workspace: Workspace,
  campaign: Campaign,
  by: string,
  progress: (progress: Progress) => void,
): Promise<Launched> {
  if (campaign.state === 'live') {
    await wakeAll(engine, campaign, 'account-not-launched');
    return { campaign, enrolled: (await assessAll(engine, campaign, { progress })).enrolled };
  }
  const check = await preflight(engine, workspace, campaign);
  if (!check.ready) {
    const missing = check.items.filter(({ ok, blocks }) => !ok && blocks).map(({ says }) => says);
    const says = `campaign “${campaign.name}” is not ready: ${missing.join('; ')}`;
    throw new Refusal('not-ready', says, 'mend it and launch again');
  }
  const checked: Campaign = { ...campaign, state: campaign.state === 'draft' ? 'checked' : campaign.state };
  const counted = async () => (await engine.store.campaigns.count(workspace.id, campaign.id)).stages;
  const before = await counted();
  // The cursor goes back: leads assessed while it was a draft are looked at again, now to be enrolled.
  const live = await move(engine, { ...checked, assessedRevision: 0 }, 'live', {
    launchedAt: engine.clock.now(),
    launchedBy: by,
  });
  await wakeAll(engine, live, 'account-not-launched');
  await assessAll(engine, live, { progress });
  // Workers assess a live campaign too, and may have been quicker.
  const { enrolled, ended } = await counted();
  return { campaign: live, enrolled: enrolled + ended - before.enrolled - before.ended };
}

/** Moves a campaign to another state. Errors: refusal `wrong-state` with what is possible. */
export async function move(
  engine: Engine,
  campaign: Campaign,
  to: CampaignState,
  change: Partial<Campaign> = {},
): Promise<Campaign> {
  if (!CAMPAIGN_MOVES[campaign.state].includes(to)) {
    const possible = CAMPAIGN_MOVES[campaign.state].join(' or ') || 'nothing: it is over';
    throw new Refusal(
      'wrong-state',
      `campaign “${campaign.name}” is ${campaign.state} and cannot become ${to}`,
      `possible: ${possible}`,
    );
  }
  const moved: Campaign = { ...campaign, ...change, state: to };
  if (!(await engine.store.campaigns.save(moved, campaign))) throw changedMeanwhile(campaign);
  return moved;
}

/** Resumes a paused campaign and wakes what the pause had parked; of a live one, a resume that was cut off goes on. */
export async function resume(engine: Engine, campaign: Campaign): Promise<Campaign> {
  const live = campaign.state === 'live' ? campaign : await move(engine, campaign, 'live');
  await wakeAll(engine, campaign, 'campaign-paused');
  return live;
}

/** Makes everybody due who waits for this reason, people and accounts. */
export async function wakeAll(engine: Engine, { workspaceId, id }: Campaign, code: string): Promise<void> {
  const { store, clock } = engine;
  const wish = { workspaceId, campaignId: id, code, now: clock.now(), limit: LIMITS.assessPageLeads };
  for (let woken = 1; woken > 0; ) woken = await store.campaigns.wake(wish);
}

/**
 * Finishes a campaign for good; whoever is under way is due at once, to end with that reason. Of a finished one, a finish that
 * was cut off goes on.
 */
export async function finish(engine: Engine, campaign: Campaign): Promise<Campaign> {
  const now = engine.clock.now();
  const over = campaign.state === 'finished';
  const finished = over ? campaign : await move(engine, campaign, 'finished', { finishedAt: now });
  const { workspaceId, id } = campaign;
  for (let after: string | null = ''; after !== null; ) {
    after = await engine.store.campaigns.wakeOpen(workspaceId, id, now, { after, limit: LIMITS.assessPageLeads });
  }
  return finished;
}

/**
 * Puts a campaign on another playbook, or on the same with other settings; a draft also on others, or by another sender, and it is to be
 * checked again. Its leads are assessed anew; passages under way stay on the version they started with. Errors: refusals `wrong-state` for
 * a finished one, and for whom and by whom of one that was launched, `bad-audience`.
 */
export async function changeCampaign(
  engine: Engine,
  campaign: Campaign,
  { playbook, content, contents = [] }: Pick<CampaignWish, 'playbook' | 'content' | 'contents'>,
  whom: Partial<Pick<Campaign, 'audience' | 'sender'>> = {},
): Promise<Campaign> {
  const { store, clock } = engine;
  const { workspaceId, state } = campaign;
  if (isOver(campaign)) {
    throw new Refusal('wrong-state', `campaign “${campaign.name}” is ${state}`, 'create a new one');
  }
  const isRedrawn = whom.audience !== undefined || whom.sender !== undefined;
  const isOfCaps = whom.audience === undefined && whom.sender !== undefined && onlyCaps(campaign.sender, whom.sender);
  if (isRedrawn && !isOfCaps && !isDrafted(campaign)) throw launchedAlready(campaign);
  if (whom.audience) checkAudience({ audience: whom.audience, playbook });
  const { hash, name } = playbook;
  await store.playbooks.put({ workspaceId, hash, name, content, contents, createdAt: clock.now() });
  const toCheck = isRedrawn && isDrafted(campaign) ? ({ ...whom, state: 'draft' } as const) : whom;
  const changed: Campaign = { ...campaign, ...toCheck, playbookHash: playbook.hash, assessedRevision: 0 };
  if (!(await store.campaigns.save(changed, campaign))) throw changedMeanwhile(campaign);
  if (isOfCaps)
    for (const code of ['cap-reached', 'kept-for-follow-ups'] as const) await lookAgain(engine, changed, code);
  return changed;
}

/** Whether two differ in nothing but how many messages a day each mailbox may send. */
function onlyCaps(before: SenderIdentity, after: SenderIdentity): boolean {
  const without = ({ more = [], ...first }: SenderIdentity) => [first, ...more].map((one) => ({ ...one, dailyCap: 0 }));
  return canonicalJson(without(before)) === canonicalJson(without(after));
}

function launchedAlready({ name, state }: Campaign): Refusal {
  const remedy = `draft one like it for others (campaign create NAME --like "${name}"); further mailboxes: campaign senders`;
  return new Refusal('wrong-state', `campaign “${name}” is ${state}: whom it judges and who writes stand`, remedy);
}

/** Reasons for which messages wait for the first ones of their campaign. */
const OF_CANARY: readonly ConsentReason[] = ['canary-waiting', 'canary-bounces', 'canary-complaints'];
/** Lets a campaign go on whatever its canary came to: what waited for that is due now. `messages` = how many did. */
export async function release(
  { store, clock }: Engine,
  { workspaceId, id: campaignId }: Campaign,
  by: string,
): Promise<{ released: boolean; messages: number }> {
  const now = clock.now();
  const released = await store.campaigns.release({ workspaceId, campaignId, at: now, by });
  let messages = 0;
  for (const code of OF_CANARY) messages += await lookAgain({ store, clock }, { workspaceId, id: campaignId }, code);
  return { released, messages };
}

/** Somebody else was faster. */
export function changedMeanwhile({ name }: Campaign): Refusal {
  return new Refusal(
    'changed-meanwhile',
    `campaign “${name}” was changed by somebody else`,
    'look at it and try again',
  );
}
