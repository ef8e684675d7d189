/**
 * DKIM: whether a key stands where receivers look for it. Pure; the rule is directives/sender-dns.md. Which selector the mail server signs
 * by cannot be asked, so that the usual ones are tried beside those that are configured.
 * Source: RFC 6376 §3.6.1 (the record), RFC 8301 §3.2 (keys of 1024 bits at least, of 2048 better), RFC 8463 (Ed25519).
 */
import { type Asking, ask, type DnsFinding, notTold, valuesOf } from './ask.ts';
import { type DkimOwnKey, recordOf } from './own-key.ts';

/** Selectors by which large providers sign unless it is said otherwise. Source: their setup pages. */
const USUAL = [
  ...['google', 'selector1', 'selector2', 's1', 's2', 'k1', 'k2', 'default', 'dkim', 'mail'],
  ...['mte1', 'pm', 'mandrill', 'zoho', 'fm1', 'protonmail'],
] as const;

/** Bytes of a public key in DER: 1024 bits make 162, 2048 make 294. */
const BYTES_OF_1024 = 150;
const BYTES_OF_2048 = 280;

type Verdict = Pick<DnsFinding, 'verdict' | 'reason'>;

/** Looks for the key that we sign by ourselves: it must be the very one. */
export function* checkOwnKey(about: string, key: DkimOwnKey): Asking<DnsFinding> {
  const publish = recordOf(key);
  const answer = yield* ask('texts', publish.name);
  if (answer.kind === 'unknown') return notTold('dkim', about, answer.detail);
  const facts = { selector: key.selector };
  const texts = valuesOf(answer);
  const ours = texts.find((text) => tagsOf(text).get('p') === key.publicKey);
  const missing = { code: texts.length === 0 ? 'dkim-missing' : 'dkim-other-key', facts };
  const found: Verdict = ours === undefined ? { verdict: 'bad', reason: missing } : readKey(key.selector, ours);
  return { check: 'dkim', about, ...found, publish: found.verdict === 'ok' ? null : publish };
}

/** Looks for keys of a domain. `selectors`: those that are configured. The best that is found counts. */
export function* checkDkim(about: string, selectors: readonly string[]): Asking<DnsFinding> {
  const tried = selectors.length > 0 ? selectors : USUAL;
  const found: Verdict[] = [];
  let untold: string | null = null;
  for (const selector of tried) {
    const answer = yield* ask('texts', `${selector}._domainkey.${about}`);
    if (answer.kind === 'unknown') untold = answer.detail;
    for (const text of valuesOf(answer)) found.push(readKey(selector, text));
  }
  const best = ['ok', 'weak', 'bad'].flatMap((verdict) => found.filter((one) => one.verdict === verdict))[0];
  const name = `${selectors[0] ?? 'SELECTOR'}._domainkey.${about}`;
  const publish = { name, type: 'TXT', value: 'v=DKIM1; k=rsa; p=… (your mail server shows the key)' } as const;
  if (best !== undefined) return { check: 'dkim', about, ...best, publish: best.verdict === 'ok' ? null : publish };
  const code = untold === null ? (selectors.length > 0 ? 'dkim-missing' : 'dkim-not-found') : 'dns-not-told';
  const verdict = code === 'dkim-missing' ? 'bad' : code === 'dkim-not-found' ? 'weak' : 'unknown';
  const facts = untold === null ? { selectors: tried.join(', ') } : { detail: untold };
  return { check: 'dkim', about, verdict, reason: { code, facts }, publish };
}

function tagsOf(text: string): ReadonlyMap<string, string> {
  const tags = text.split(';').map((tag): [string, string] => {
    const [name = '', ...value] = tag.split('=');
    return [name.trim().toLowerCase(), value.join('=').replace(/\s/g, '')];
  });
  return new Map(tags);
}

/** Reads one record. */
function readKey(selector: string, text: string): Verdict {
  const tags = tagsOf(text);
  const of = (verdict: DnsFinding['verdict'], code: string): Verdict => ({
    verdict,
    reason: { code, facts: { selector } },
  });
  const key = tags.get('p');
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1' || key === undefined) return of('bad', 'dkim-broken');
  if (key === '') return of('bad', 'dkim-revoked');
  if ((tags.get('k') ?? 'rsa') !== 'rsa') return of('ok', 'dkim-found');
  const bytes = Math.floor((key.replace(/=+$/, '').length * 3) / 4);
  if (bytes < BYTES_OF_1024) return of('bad', 'dkim-short');
  return bytes < BYTES_OF_2048 ? of('weak', 'dkim-weak') : of('ok', 'dkim-found');
}
