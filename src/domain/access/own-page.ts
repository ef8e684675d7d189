/** The page that somebody is led to after the log-in (directives/log-in-oidc.md): one of ours, whatever was asked for. */

/** A host that no browser finds: what leads away from it leads away from us. */
const US = 'http://ours.invalid';
const FIRST = '/';
/** Where no page of the app is. */
const NO_PAGES = /^\/(api|login)(\/|$)/;
/** Source: WHATWG URL, 4.4: browsers take these for a slash, or for nothing. */
const MISREAD = /[\\\p{Cc}]/u;
/** What a browser takes for another host, once the way is walked. */
const ANOTHER_HOST = /^\/\//;

/** Path, words and place of the page; the first page where it is none of ours. */
export function ownPage(asked: string | null): string {
  if (asked === null || !asked.startsWith('/') || MISREAD.test(asked)) return FIRST;
  const url = URL.parse(asked, US);
  if (url === null || url.origin !== US) return FIRST;
  const { pathname, search, hash } = url;
  return NO_PAGES.test(pathname) || ANOTHER_HOST.test(pathname) ? FIRST : `${pathname}${search}${hash}`;
}
