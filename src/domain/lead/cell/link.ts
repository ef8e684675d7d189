/** Web links in cells: a person's LinkedIn page in one spelling, a website as a link. Owns spelling; never opens a link. */

const LINKEDIN_PERSON = /(?:^|\/\/|\.)linkedin\.com\/(?:mwlite\/)?(?:in|pub)\/([^/?#\s]+)/i;
const BARE_SLUG = /^(?:\/?in\/)([\p{L}\p{N}%_-]+)\/?$/u;

/** Percent-decoded where that is valid, else as it stands. */
function decoded(slug: string): string {
  if (!slug.includes('%')) return slug;
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

/**
 * `http://uk.linkedin.com/in/Jane-Doe-1/?trk=x` → `https://www.linkedin.com/in/jane-doe-1`. Null for company pages, Sales
 * Navigator links and anything else that names no person for good.
 */
export function readLinkedin(text: string): string | null {
  const slug = LINKEDIN_PERSON.exec(text)?.[1] ?? BARE_SLUG.exec(text)?.[1];
  return slug === undefined ? null : `https://www.linkedin.com/in/${decoded(slug).toLowerCase()}`;
}

/** A link that is in its one form already, as nearly all are. */
const PLAIN_SITE = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const HAS_SCHEME = /^https?:\/\//i;
const HOST = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::\d+)?(?:[/?#]|$)/u;

/** `Acme.com/de/` → `https://acme.com/de`: scheme given, host in lower case, no slash at the end. Null where it is no link. */
export function readWebsite(text: string): string | null {
  if (PLAIN_SITE.test(text)) return text;
  const rest = text.replace(HAS_SCHEME, '');
  if (!HOST.test(rest)) return null;
  const end = rest.search(/[/?#]|$/);
  const scheme = /^http:/i.test(text) ? 'http://' : 'https://';
  return `${scheme}${rest.slice(0, end).toLowerCase()}${rest.slice(end)}`.replace(/\/+$/, '');
}
