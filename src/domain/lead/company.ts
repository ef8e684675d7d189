/**
 * Companies as they are recognised: by the domain they registered and by their name without its trimmings.
 * Owns those two keys; must never decide that two leads are one, nor ask the network whether a domain exists.
 */
import { getDomain } from 'tldts';
import { isFreeMail } from '../verify/domains.ts';
import { toAsciiDomain } from '../verify/idna.ts';
import { foldText } from './name.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/**
 * Words that state a company's legal form and nothing else, folded, dots closed up.
 * Source: ISO 20275 Entity Legal Forms, the forms' common abbreviations.
 */
const LEGAL_FORMS = words(
  'inc incorporated llc lllp llp lp pllc ltd limited corp corporation co company companies plc cic pc ' +
    'gmbh ggmbh mbh ag kg kgaa ohg ug ek ev eg gbr se ' +
    'sa sas sasu sarl eurl sci snc scop sca ' +
    'spa srl srls sapa ' +
    'sl slu sau sll sac saa saic sapi cv rl cia ltda eireli epp ' +
    'bv nv vof cvba bvba ' +
    'ab aktiebolag as asa aps ivs oy oyj ' +
    'kft zrt nyrt bt doo dd ad ood eood sro spol vos zoo sp spz sia uab ou ' +
    'pty pte sdn bhd pvt private kk gk ooo oao zao pao ao pjsc jsc fze fzco fzc dmcc wll qsc saoc tbk ' +
    'holding holdings',
);
/** Words that join or lead a name and do not tell companies apart. */
const EMPTY_WORDS = words('the and und et y e of');
/** Words that a legal form leaves behind it: `S.A. de C.V.`. */
const TRAILING_WORDS = words('the and und et y e of de');
/** Legal forms that stand before the name. */
const LEADING_FORMS = words('the pt ooo oao zao pao ao cv ud pp');

/** Single letters that stood apart (`S.A.`, `I B M`) as one word. */
function closeUp(tokens: readonly string[]): string[] {
  const closed: string[] = [];
  let letters = '';
  for (const token of tokens) {
    if (token.length === 1 && token >= 'a') {
      letters += token;
      continue;
    }
    if (letters !== '') closed.push(letters);
    letters = '';
    closed.push(token);
  }
  if (letters !== '') closed.push(letters);
  return closed;
}

/**
 * What a company is called, in words, without legal form, article, punctuation and accents:
 * `The Müller & Söhne GmbH & Co. KG` → `muller sohne`. A name made of nothing else is kept whole.
 *
 * Output: words separated by one blank; '' for a name without letters and digits.
 */
export function companyKey(name: string): string {
  const folded = foldText(name);
  if (folded === '') return '';
  const tokens = closeUp(folded.split(' '));
  let start = 0;
  let end = tokens.length;
  while (start < end - 1 && LEADING_FORMS.has(tokens[start]!)) start++;
  while (end > start + 1 && (LEGAL_FORMS.has(tokens[end - 1]!) || TRAILING_WORDS.has(tokens[end - 1]!))) end--;
  const kept = tokens.slice(start, end).filter((token) => !EMPTY_WORDS.has(token));
  return kept.length === 0 ? tokens.slice(start, end).join(' ') : kept.join(' ');
}

/** Sites on which others keep a page: a link into them says nothing about a domain of one's own. */
const PAGE_HOSTS = words(
  'linkedin.com facebook.com fb.com instagram.com twitter.com x.com youtube.com tiktok.com pinterest.com xing.com ' +
    'linktr.ee yelp.com google.com goo.gl bit.ly crunchbase.com medium.com t.me wa.me',
);
const PRIVATE_SUFFIXES = { allowPrivateDomains: true } as const;

function hasPath(raw: string, domain: string): boolean {
  const after = raw.slice(raw.toLowerCase().indexOf(domain) + domain.length);
  return after.length > 1 && after[0] === '/';
}

/**
 * The registrable domain behind a website, host or e-mail address: `https://www.shop.acme.co.uk/x` → `acme.co.uk`.
 *
 * Input: text as found in a file.
 * Output: lower case, ASCII; null for nothing, an IP address, a bare public suffix, a free-mail domain, or a page on
 * somebody else's site (`linkedin.com/company/acme`). Never throws.
 * Source: the Public Suffix List, private section included (`acme.myshopify.com` is acme's own).
 */
export function companyDomain(raw: string): string | null {
  const text = raw.trim();
  if (text === '') return null;
  const at = text.lastIndexOf('@');
  const mail = at > 0 && !text.includes('/');
  const found = getDomain(mail ? text.slice(at + 1) : text, PRIVATE_SUFFIXES);
  const domain = found === null ? null : toAsciiDomain(found);
  if (domain === null || isFreeMail(domain)) return null;
  return !mail && PAGE_HOSTS.has(domain) && hasPath(text, domain) ? null : domain;
}
