/** Reason codes of a class. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a lead of a class is hot, warm or cold, what is proposed, and why something is not taken. */
export const CLASS_REASONS = {
  'class-not-invited': { says: 'No invitation to the class has left yet.', remedy: 'Send one: rekindle class invite.' },
  'class-completion-unknown': { says: 'How much of the class is done is not known.', remedy: '' },
  'class-completion-none': { says: 'Nothing of the class is done.', remedy: '' },
  'class-completion-low': { says: 'Little of the class is done.', remedy: '' },
  'class-completion-moderate': { says: 'A good part of the class is done.', remedy: '' },
  'class-completion-strong': { says: 'Most of the class is done.', remedy: '' },
  'class-no-activity': { says: 'The lead was never seen in the class.', remedy: '' },
  'class-recently-active': { says: 'The lead was in the class within the last week.', remedy: '' },
  'class-activity-moderate': { says: 'The lead was in the class within the last two weeks.', remedy: '' },
  'class-activity-stale': { says: 'The lead was not in the class lately.', remedy: '' },
  'class-activity-very-stale': { says: 'The lead was not in the class for three weeks.', remedy: '' },
  'class-activity-dormant': { says: 'The lead was not in the class for a month.', remedy: '' },
  'class-quiz-unknown': { says: 'No quiz was tried.', remedy: '' },
  'class-quiz-strong': { says: 'The quizzes were answered well.', remedy: '' },
  'class-quiz-moderate': { says: 'About half of the quizzes were answered well.', remedy: '' },
  'class-quiz-weak': { says: 'Most answers to quizzes were wrong.', remedy: '' },
  'class-reflection-high': { says: 'The lead says that they are sure of it.', remedy: '' },
  'class-reflection-medium': { says: 'The lead says that they are fairly sure of it.', remedy: '' },
  'class-reflection-low': { says: 'The lead says that they are not sure of it.', remedy: '' },
  'class-reflection-unknown': { says: 'The lead has not said how sure they are.', remedy: '' },
  'class-velocity-fast': { says: 'The class goes fast.', remedy: '' },
  'class-velocity-moderate': { says: 'The class goes steadily.', remedy: '' },
  'class-velocity-slow': { says: 'The class goes slowly.', remedy: '' },
  'class-velocity-none': { says: 'The class does not go on.', remedy: '' },
  'class-velocity-unknown': { says: 'How fast the class goes cannot be told.', remedy: '' },
  'class-retry-mild': { says: 'Some questions took a second try.', remedy: '' },
  'class-retry-moderate': { says: 'Most questions took a second or third try.', remedy: '' },
  'class-retry-high': { says: 'Questions took many tries.', remedy: '' },
  'class-hot': {
    says: 'The lead is invited, far enough in the class, and was there lately.',
    remedy: 'Offer a call: they are on the list of tasks.',
  },
  'class-completed': { says: 'The class is done.', remedy: '' },
  'class-completed-stale': { says: 'The class was done a while ago, and nothing was heard since.', remedy: '' },
  'class-stalled': {
    says: 'The lead began, and was not seen for long.',
    remedy: 'A call helps more than another e-mail.',
  },
  'class-active': { says: 'The lead is on the way.', remedy: '' },
  'class-idle-48h': { says: 'The lead was not in the class for two days.', remedy: '' },
  'class-idle-4d': { says: 'The lead was not in the class for four days.', remedy: '' },
  'class-idle-7d': { says: 'The lead was not in the class for a week.', remedy: '' },
  'class-not-started': { says: 'The lead was invited and has not begun.', remedy: '' },
  'class-no-start-24h': { says: 'The lead was invited a day ago and has not begun.', remedy: '' },
  'class-no-start-72h': { says: 'The lead was invited three days ago and has not begun.', remedy: '' },
  'class-no-start-7d': { says: 'The lead was invited a week ago and has not begun.', remedy: '' },
  'class-no-such-section': {
    says: 'The class has no such section.',
    remedy: 'List them: rekindle class sections.',
  },
  'class-no-such-prompt': { says: 'The section has no such question to think about.', remedy: '' },
  'class-answer-blank': { says: 'The answer is empty.', remedy: '' },
  'class-answer-long': { says: 'The answer is longer than is kept.', remedy: 'Shorten it.' },
  'class-score-impossible': { says: 'A score is a number from 0 to 100.', remedy: 'Tell it as a percentage.' },
} as const satisfies ReasonTable;

/** One of the codes above. */
export type ClassReason = keyof typeof CLASS_REASONS;
