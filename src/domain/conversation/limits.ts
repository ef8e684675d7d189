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
  /** Characters of the subject of a mail that a person writes. Source: RFC 5322 §2.1.1, with room for its encoding. */
  handSubjectCharacters: 200,
  /** Seconds that a mail by hand may be kept to be taken back. */
  handWaitSeconds: 600,
  /** Mails by hand of the same words to one lead. */
  alikeByHand: 20,
  /** Replies on one page of the inbox. */
  inboxPage: 200,
} as const;
