/** Reason codes of playbooks and their templates while messages are made. Owns no rule. */
import type { ReasonTable } from '../reason.ts';

/** Why a message could not be put into words. */
export const PLAYBOOK_REASONS = {
  'missing-variable': {
    says: 'The template prints a fact that is not known of this lead.',
    remedy: 'Give the fact a fallback in the template, such as {{ lead.firstName | default: "there" }}, or fill it in.',
  },
  'template-limit': {
    says: 'The template takes more work or makes more text than one message may.',
    remedy: 'Shorten its loops and texts.',
  },
  'template-failed': {
    says: 'A filter of the template cannot work on the value it was given.',
    remedy: 'Look at the detail: it names the filter and the line.',
  },
} as const satisfies ReasonTable;
