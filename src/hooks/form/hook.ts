/**
 * Leads that are handed over as they come in: by a form of a web page or by any system that posts them. A call is signed (Standard Webhooks,
 * or an HMAC of its bytes), or bears the token of a public form; fields are read as columns of a file are. Stores nothing.
 */
import type { Asked } from '../../domain/connection/asked.ts';
import { mapColumns } from '../../domain/lead/columns.ts';
import { compileDraft } from '../../domain/lead/draft.ts';
import type { Basis } from '../../domain/lead/lead.ts';
import { formPermission } from '../../domain/source/permission.ts';
import type { HookAdapter, HookReading, HookRequest, HookVerdict } from '../../engine/hook-port.ts';
import { anySame, GENUINE, hmac, refused } from '../proof.ts';
import { idOfBody, queryOf } from '../shape.ts';
import { verifyStandard } from '../standard-signature.ts';
import { type Fields, fieldsOf, LONGEST_NAME } from './fields.ts';

/** Headers that systems write an HMAC-SHA256 of the body into, in hex, with or without `sha256=`. */
const SIGNATURES = ['x-signature-256', 'x-hub-signature-256', 'x-rekindle-signature'] as const;
const TRAP = '_gotcha';
const TOKEN = '_token';

/** The form of a connection. */
export function formHook(asked: Asked): HookAdapter {
  return {
    provider: 'form',
    verify: (request, _secrets, now) => verify(asked, request, now),
    isOpen: (request) => !isSigned(request),
    read: (request) => read(asked, request),
  };
}

/** What does not fit together in the settings of a form. */
export function problemsOfForm({ settings }: Asked): string[] {
  const wishes = wishesOf(settings.fields);
  const { problems } = mapColumns(Object.keys(wishes), { overrides: wishes });
  return [
    ...problems.map(({ column, field }) => `setting fields: “${field}” (${column}) is no field of a lead`),
    ...(settings.tick !== undefined && settings.basis === undefined
      ? ['setting basis: is missing; without it a tick gives none']
      : []),
  ];
}

function isSigned({ headers }: HookRequest): boolean {
  return headers['webhook-signature'] !== undefined || SIGNATURES.some((name) => headers[name] !== undefined);
}

async function verify({ secrets, settings }: Asked, request: HookRequest, now: number): Promise<HookVerdict> {
  const { headers, body } = request;
  const { signing, token } = secrets;
  if (isSigned(request)) {
    if (signing === undefined) return refused('hook-no-secret');
    if (headers['webhook-signature'] !== undefined) return verifyStandard(request, [signing], now);
    const given = SIGNATURES.flatMap((name) => (headers[name] === undefined ? [] : [bare(headers[name])]));
    return anySame(given, [hmac('sha256', signing, 'hex', body)]) ? GENUINE : refused('hook-bad-signature');
  }
  const given = queryOf(request.url).get('token') ?? fieldsOf(request)?.[TOKEN];
  if (!given) return refused('hook-unsigned');
  if (token === undefined || !anySame([given], [token])) return refused('hook-bad-signature');
  return isOfPage(settings.pages, headers) ? GENUINE : refused('hook-wrong-page');
}

function bare(signature: string): string {
  return signature.replace(/^sha256=/i, '').toLowerCase();
}

/** Browsers say which page a form is on; whoever says none is no browser, and then the page proves nothing anyway. */
function isOfPage(pages: string | undefined, headers: HookRequest['headers']): boolean {
  if (pages === undefined) return true;
  const from = URL.parse(headers.origin ?? headers.referer ?? '')?.origin;
  return pages.split(',').some((page) => URL.parse(page.trim())?.origin === from && from !== undefined);
}

function read(asked: Asked, request: HookRequest): HookReading | null {
  const { settings, name } = asked;
  const fields = fieldsOf(request);
  if (fields === null) return null;
  const nothing = { events: [], wish: null, ...(settings.thanks && !isSigned(request) && { thanks: settings.thanks }) };
  // Whoever fills in what no person sees is told the same, and is no lead.
  if (fields[settings.trap ?? TRAP]) return { ...nothing, passedOver: ['filled in what no person sees'] };
  const { tick = null, words = null } = settings;
  const terms = { basis: (settings.basis ?? null) as Basis | null, tick, words };
  const { basis, proof } = formPermission(terms, tick === null ? null : (fields[tick] ?? null));
  const draft = draftOf(asked, fields, basis);
  if (draft === null) return { ...nothing, passedOver: ['a form that says nothing'] };
  const page = fields._page || request.headers.referer;
  const told = { ...proof, ...(page && { page }), ...(request.from && { address: request.from }) };
  const id = request.headers['webhook-id'] ?? fields._id ?? idOfBody(request.body);
  return {
    ...nothing,
    passedOver: [],
    lead: { draft, source: `form ${name}`, id: id.slice(0, LONGEST_NAME), proof: told },
  };
}

/** Names that begin with `_` are the form's own, and no part of the lead. */
function draftOf({ settings }: Asked, fields: Fields, basis: Basis | null) {
  const own = new Set([settings.tick, settings.trap]);
  const names = Object.keys(fields).filter((name) => !name.startsWith('_') && !own.has(name));
  const row = names.map((name) => fields[name] ?? '');
  const wishes = Object.entries(wishesOf(settings.fields)).filter(([name]) => names.includes(name));
  const mapping = mapColumns(names, { overrides: Object.fromEntries(wishes), sample: [row] });
  const outcome = compileDraft(mapping, { defaultCountry: settings.country ?? null, basis })(row);
  return outcome.ok ? outcome.draft : null;
}

/** `your-mail=email,note=notes`. */
function wishesOf(setting: string | undefined): Fields {
  const pairs = (setting ?? '').split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  return Object.fromEntries(pairs.flatMap(([theirs, ours]) => (theirs && ours ? [[theirs, ours]] : [])));
}
