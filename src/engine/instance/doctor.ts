/**
 * What a person looks at who wonders why mails do not leave or do not arrive: database, clock, public address, stops, DNS of the senders,
 * connections, work that is late. Owns what is looked at; changes nothing but what was last found in DNS.
 */

import type { Connection } from '../../domain/connection/connection.ts';
import { DEFAULT_LIMITS } from '../../domain/consent/pace/send-limits.ts';
import type { DnsFinding } from '../../domain/deliverability/ask.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import { FORGET_STEP_DAYS } from '../../domain/retention-pace.ts';
import { backlogStatus, LATE_AFTER_MS } from '../../domain/routine/alert.ts';
import { OIDC_BACK } from '../access/oidc.ts';
import { secretsUnsaid } from '../connections/unsaid.ts';
import { sendLimitsOf } from '../deliver/send-limits.ts';
import type { Engine } from '../engine.ts';
import { haltReason } from '../gate.ts';
import { lastForgetting } from '../routines/forgetting.ts';
import { domainsOf, findingSays, lookAt } from '../senders/dns.ts';
import type { Workspace } from '../store-port.ts';

/** One thing that was looked at. */
export interface Symptom {
  readonly check:
    | 'database'
    | 'clock'
    | 'public address'
    | 'work'
    | 'stop'
    | 'way out'
    | 'connection'
    | 'dns'
    | 'log-in';
  /** `weak` may be lived with; `bad` is to be mended; `unknown` = nobody could tell. */
  readonly verdict: DnsFinding['verdict'];
  readonly says: string;
  /** What mends it; empty = nothing need be done. */
  readonly remedy: string;
  /** The record that mends it. */
  readonly publish: DnsFinding['publish'];
}

type Told = Omit<Symptom, 'check' | 'publish'>;

/** Looks at everything, in a fixed order, and tells no secret of a connection. Never rejects for what the outside does. */
export async function examine(engine: Engine, workspace: Workspace): Promise<readonly Symptom[]> {
  await engine.connections.refresh();
  const known = await engine.store.connections.list(workspace.id, LIMITS.connectionsOnRecord);
  const unsaid = secretsUnsaid(engine, known);
  const found = await lookAtAll(engine, workspace, known);
  return found.map((symptom) => ({ ...symptom, says: unsaid(symptom.says), remedy: unsaid(symptom.remedy) }));
}

async function lookAtAll(
  engine: Engine,
  workspace: Workspace,
  known: readonly Connection[],
): Promise<readonly Symptom[]> {
  return [
    plain('database', await database(engine)),
    plain('clock', await clock(engine)),
    ...(await forgetting(engine, workspace)).map((told) => plain('clock', told)),
    ...daysOfLimits(engine, workspace).map((told) => plain('clock', told)),
    plain('public address', await publicAddress(engine, workspace)),
    ...(await work(engine, workspace)).map((told) => plain('work', told)),
    ...(await stops(engine, workspace)).map((told) => plain('stop', told)),
    plain('way out', wayOut(engine, workspace)),
    ...connections(known).map((told) => plain('connection', told)),
    ...(await dns(engine, workspace)),
    ...(await logIn(engine)).map((told) => plain('log-in', told)),
  ];
}

function plain(check: Symptom['check'], told: Told): Symptom {
  return { check, ...told, publish: null };
}

const ok = (says: string): Told => ({ verdict: 'ok', says, remedy: '' });

async function database({ store, fence }: Engine): Promise<Told> {
  const place = await store.instance.place();
  const closed = await fence.look();
  const what = place === null ? 'a file' : `a server (${place})`;
  if (closed === null) return ok(`${what}; it answers, and it is the one that sends`);
  const { says, remedy } = reasonText(closed.code);
  return { verdict: 'bad', says, remedy };
}

const { zone: STANDARD_ZONE } = DEFAULT_LIMITS;
/** Between machines that share a database; leases bear more, what people read does not. */
const CLOCK_DIFFERS_MS = 5_000;

async function clock({ store, clock: ours }: Engine): Promise<Told> {
  const before = ours.now();
  const theirs = await store.now();
  const after = ours.now();
  const differs = theirs < before ? before - theirs : Math.max(0, theirs - after);
  const at = new Date(after).toISOString();
  if (differs <= CLOCK_DIFFERS_MS) return ok(`${at}; the database agrees`);
  const seconds = Math.round(differs / 1_000);
  const remedy = 'have both machines take the time from the network (NTP)';
  return { verdict: 'bad', says: `${at}; the clock of the database differs by ${seconds} seconds`, remedy };
}

/** Nothing where the nightly purge keeps up. */
async function forgetting(engine: Engine, { id }: Workspace): Promise<readonly Told[]> {
  const last = await lastForgetting(engine, id);
  if (last === null || last.at <= last.asOf) return [];
  const [asOf, at] = [last.asOf, last.at].map((time) => new Date(time).toISOString());
  const says = `the nightly purge of ${at} forgot as of ${asOf} alone: it moves on by ${FORGET_STEP_DAYS} days a night at most`;
  return [
    { verdict: 'weak', says, remedy: 'if the clock is right, it catches up by itself; else set the clock right' },
  ];
}

/** Routines go by a clock of ours, and limits by that of Greenwich: nobody who set the one means the other. */
function daysOfLimits({ parts }: Engine, workspace: Workspace): readonly Told[] {
  const zone = parts.zone ?? STANDARD_ZONE;
  if (zone === STANDARD_ZONE || sendLimitsOf(workspace).zone !== STANDARD_ZONE) return [];
  const says = `routines go by ${zone}; limits on mailboxes, domains and campaigns begin a new day at midnight UTC`;
  return [{ verdict: 'weak', says, remedy: `rekindle workspace set-limits --set zone=${zone}` }];
}

/** Whether the address that opt-out links lead to is ours, as this machine sees it; of a live workspace it is bad not to have one. */
export async function publicAddress({ publicUrl, parts }: Engine, { mode }: Workspace): Promise<Told> {
  const needed = mode === 'live' ? 'bad' : 'weak';
  const remedy =
    'set publicUrl to the https address under which rekindle serve is reached, or put it right in the proxy';
  if (publicUrl === null)
    return { verdict: needed, says: 'none is configured: opt-out links of mails lead nowhere', remedy };
  if (!publicUrl.startsWith('https:'))
    return { verdict: needed, says: `${publicUrl} is no https address: mail programs do not opt out by it`, remedy };
  if (!parts.reach) return { verdict: 'unknown', says: `${publicUrl} was not asked`, remedy: '' };
  const reached = await parts.reach(`${publicUrl}/healthz`);
  if (reached === null) return ok(`${publicUrl} is reached from this machine, and it is us`);
  return {
    verdict: 'bad',
    says: `${publicUrl} is not reached: ${reached}`,
    remedy: `rekindle serve must run; ${remedy}`,
  };
}

async function work({ store, clock: ours }: Engine, { id }: Workspace): Promise<readonly Told[]> {
  const at = ours.now();
  const before = { due: at - LATE_AFTER_MS, unconfirmed: at, limit: LIMITS.backlogLooked };
  const backlog = await store.routines.backlog(id, before);
  const status = backlogStatus(backlog);
  const told: Told[] = [];
  if (status['due-work'] === 'late' && backlog.oldestDueAt !== null) {
    const since = new Date(backlog.oldestDueAt).toISOString();
    told.push({
      verdict: 'bad',
      says: `something has been due since ${since}`,
      remedy: 'rekindle serve or rekindle worker must run; rekindle routine health tells what fails',
    });
  }
  if (backlog.unconfirmed > 0) {
    const says = `of ${backlog.unconfirmed} messages nobody knows whether they arrived`;
    told.push({ verdict: 'weak', says, remedy: 'rekindle message list --state unconfirmed; then: message settle' });
  }
  return told.length > 0 ? told : [ok('nothing is late, and no message is unconfirmed')];
}

/** What a person stopped, here or everywhere; nothing where nothing is. */
async function stops({ store }: Engine, { id }: Workspace): Promise<readonly Told[]> {
  const halts = (await store.instance.halts()).filter(({ workspaceId }) => workspaceId === '' || workspaceId === id);
  return halts.map((halt) => {
    const { code, facts = {} } = haltReason(halt);
    const { says, remedy } = reasonText(code);
    const told = Object.entries(facts).filter(([, value]) => value !== '');
    return {
      verdict: 'bad',
      says: `${says} (${told.map(([name, value]) => `${name} ${String(value)}`).join(', ')})`,
      remedy,
    };
  });
}

function wayOut(engine: Engine, workspace: Workspace): Told {
  if (workspace.mode === 'dry') return ok('the workspace is dry: messages go to the outbox folder');
  const canMail = engine.parts.channels.live !== null || engine.connections.has(workspace, 'email');
  if (canMail) return ok('the workspace is live, and a way for mail is there');
  const remedy = 'rekindle connection add, or smtp in rekindle.yaml';
  return { verdict: 'bad', says: 'the workspace is live, and no mail server is connected', remedy };
}

function connections(known: readonly Connection[]): readonly Told[] {
  return known.map(({ name, provider, health: { state, failure } }) => {
    const which = `${name} (${provider})`;
    if (state === 'well') return ok(`${which} works`);
    const test = `rekindle connection test ${name}`;
    if (failure === null) return { verdict: 'unknown', says: `${which} was never asked`, remedy: test };
    const { says, remedy } = reasonText(failure.code);
    const verdict = state === 'failing' ? 'bad' : 'weak';
    return { verdict, says: `${which}: ${failure.says || says}`, remedy: remedy.replace('NAME', name) || test };
  });
}

/** Nothing where people have passwords alone. */
async function logIn({ parts: { identity }, publicUrl }: Engine): Promise<readonly Told[]> {
  if (!identity) return [];
  const { name, issuer } = identity;
  const why = await identity.look();
  const back = `it must send people back to ${publicUrl}${OIDC_BACK}`;
  if (why === null) return [ok(`${name} (${issuer}) answers; ${back}`)];
  const remedy = `compare oidc.issuer with what the provider calls itself; ${back}`;
  return [{ verdict: 'bad', says: `${name} (${issuer}) does not answer: ${why}`, remedy }];
}

async function dns(engine: Engine, { id }: Workspace): Promise<readonly Symptom[]> {
  if (engine.resolver === null)
    return [plain('dns', { verdict: 'unknown', says: 'DNS is never asked', remedy: 'set dns.enabled: true' })];
  const domains = await domainsOf(engine, id);
  if (domains.size === 0)
    return [plain('dns', ok('no campaign has a sender yet; DNS of its domain is looked at once one has'))];
  const standings = await lookAt(engine, id, domains);
  return standings.flatMap(({ findings }) =>
    findings.map((finding) => ({
      check: 'dns' as const,
      verdict: finding.verdict,
      says: findingSays(finding),
      remedy: reasonText(finding.reason.code).remedy,
      publish: finding.publish,
    })),
  );
}
