/**
 * Whether a person or a machine opened a mail or followed a link, by what is known of the request. Owns the rule; the names
 * of machines are data. Nobody is called a person for want of proof: what shows neither is `unknown`, and counts for nothing.
 * Source: names of crawlers from crawler-user-agents (MIT); proxies and scanners as seen in mail.
 */
import type { EventVerdict } from '../event.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import agents from './data/agents.json' with { type: 'json' };
import crawlers from './data/crawlers.json' with { type: 'json' };

/** What is known of one open or click. */
export interface Touch {
  readonly kind: 'opened' | 'clicked';
  /** As sent; null = none was. */
  readonly userAgent: string | null;
  /** HTTP method. */
  readonly method: string;
  /** Since the receiving server took the mail; null = not known. */
  readonly secondsSinceDelivery: number | null;
  /** The request comes from addresses of a mail proxy or of a scanner. */
  readonly knownProxy: boolean;
  /** A link was followed that no person can see. */
  readonly honeypot: boolean;
  /** The request says itself that it is made ahead of anybody's wish. */
  readonly prefetch: boolean;
  /** Since somebody followed the hidden link of the same mail; null = nobody did. */
  readonly secondsSinceHoneypot: number | null;
}

/** The verdict, with what showed it first. */
export interface TouchVerdict {
  readonly verdict: EventVerdict;
  readonly reasons: readonly Reason[];
}

/** Nobody reads and clicks sooner after the server took the mail; scanners look at links within this time. */
const CLICK_SECONDS = 10;
/** A sweep through all links of a mail takes no longer than this. */
const SWEEP_SECONDS = 60;
/** Nobody opens sooner; mail programs load images ahead within this time. */
const OPEN_SECONDS = 2;

/** Judges one open or click. The first that fits decides. */
export function touchVerdict(touch: Touch): TouchVerdict {
  const agent = (touch.userAgent ?? '').slice(0, LIMITS.addressCharacters).trim().toLowerCase();
  return byRequest(touch) ?? byName(touch, agent) ?? byTiming(touch) ?? byKind(touch, agent);
}

function verdict(of: EventVerdict, code: string, words?: string): TouchVerdict {
  return { verdict: of, reasons: [words === undefined ? { code } : { code, facts: { words } }] };
}

function byRequest({ honeypot, method, prefetch, secondsSinceHoneypot }: Touch): TouchVerdict | null {
  if (honeypot) return verdict('machine', 'touch-hidden-link');
  if (secondsSinceHoneypot !== null && secondsSinceHoneypot < SWEEP_SECONDS) return verdict('machine', 'touch-sweep');
  if (prefetch) return verdict('machine', 'touch-prefetch');
  return method.toUpperCase() === 'GET' || method.toUpperCase() === 'POST'
    ? null
    : verdict('machine', 'touch-method', method);
}

/** A proxy hides who is behind it; a mail program is never a machine, whatever else its name holds. */
function byName({ kind, knownProxy }: Touch, agent: string): TouchVerdict | null {
  if (agent === '') return verdict('unknown', 'touch-nameless');
  const proxy = named(agents.proxies, agent);
  if (proxy !== null) return verdict('unknown', 'touch-proxy', proxy);
  if (knownProxy) return verdict(kind === 'clicked' ? 'machine' : 'unknown', 'touch-proxy');
  const library = agents.libraries.find((name) => agent.startsWith(name));
  const machine = library ?? named(agents.scanners, agent) ?? named(crawlers.names, agent);
  if (machine === null || isMailProgram(agent)) return null;
  return verdict('machine', 'touch-robot', machine);
}

function byTiming({ kind, secondsSinceDelivery }: Touch): TouchVerdict | null {
  if (secondsSinceDelivery === null) return null;
  const soon = secondsSinceDelivery < (kind === 'clicked' ? CLICK_SECONDS : OPEN_SECONDS);
  if (!soon) return null;
  return verdict(kind === 'clicked' ? 'machine' : 'unknown', 'touch-too-soon', `${Math.floor(secondsSinceDelivery)} s`);
}

function byKind({ secondsSinceDelivery }: Touch, agent: string): TouchVerdict {
  if (isMailProgram(agent)) return verdict('human', 'touch-mail-program', named(agents.clients, agent) ?? '');
  if (named(agents.browsers, agent) === null) return verdict('unknown', 'touch-vague');
  return secondsSinceDelivery === null ? verdict('unknown', 'touch-untimed') : verdict('human', 'touch-browser');
}

function isMailProgram(agent: string): boolean {
  return named(agents.clients, agent) !== null;
}

function named(names: readonly string[], agent: string): string | null {
  return names.find((name) => agent.includes(name)) ?? null;
}
