/** Reason codes of judging opens and clicks. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why an open or a click counts as a person's, or does not. */
export const ENGAGEMENT_REASONS = {
  'touch-hidden-link': { says: 'A link was followed that no person can see.', remedy: '' },
  'touch-sweep': { says: 'A link that no person can see was followed within the same minute.', remedy: '' },
  'touch-prefetch': { says: 'The request says that it is made ahead, and not by anybody’s wish.', remedy: '' },
  'touch-method': { says: 'The request only asked what is there, as no browser does.', remedy: '' },
  'touch-nameless': { says: 'The request does not say what program it comes from.', remedy: '' },
  'touch-proxy': { says: 'It came through a proxy that looks at mail for others.', remedy: '' },
  'touch-robot': { says: 'It came from a robot, a scanner or a script.', remedy: '' },
  'touch-too-soon': { says: 'It came sooner after delivery than a person reads.', remedy: '' },
  'touch-mail-program': { says: 'It came from a mail program.', remedy: '' },
  'touch-browser': { says: 'It came from a browser, when a person may well have read.', remedy: '' },
  'touch-vague': { says: 'The name of the program fits many.', remedy: '' },
  'touch-untimed': { says: 'It came from a browser, and when the mail was delivered is not known.', remedy: '' },
} as const satisfies ReasonTable;
