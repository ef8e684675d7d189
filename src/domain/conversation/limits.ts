/** Bounds of answers that people write in a thread. */
export const ANSWER_LIMITS = {
  /** Message-IDs that an answer names of its thread: the first and the latest; header lines must stay readable to every server. */
  answerReferences: 20,
  /** Characters of one Message-ID; a longer one is kept out of the headers of an answer. Source: RFC 5322 §2.1.1. */
  messageIdCharacters: 900,
  /** Characters kept of the subject of a mail that is answered. */
  subjectCharacters: 400,
  /** Characters of an answer that a person writes. */
  answerCharacters: 50_000,
  /** Replies on one page of the inbox. */
  inboxPage: 200,
} as const;
