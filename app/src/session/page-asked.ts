/** The page that somebody asked for who had to log in first. The instance decides where it leads; here an address of others is let go. */

/** Of the address that is shown; at the log-in itself, as its words say. */
export function pageAsked(shown: string, to: string | undefined): string {
  if (shown !== '/login') return shown;
  return to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/';
}
