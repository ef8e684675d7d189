/**
 * A playbook as the engine runs it: parsed, checked, settings filled in, known by its hash.
 * Owns the shape only. Reading YAML into it is `parse.ts`; what it says is never interpreted here.
 */
import type { AccountPlan } from '../account/plan.ts';
import type { PlaybookLimits } from '../consent/pace/tighten.ts';
import type { Course } from '../course/course.ts';
import type { RetryWishes } from '../delivery/retries.ts';
import type { FlowRules } from '../qualification/flow.ts';
import type { QualificationRules } from '../qualify/rules.ts';
import type { RoutingRules } from '../route/rules.ts';
import type { Rubric } from '../score/rubric.ts';
import type { SignalRule } from '../signal/rule.ts';
import type { Attachment } from './attachment.ts';

/** Playbook, ready to run. Immutable; everything that changes behaviour is inside the hash. */
export interface Playbook {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** SHA-256 (hex) over the normalised playbook, its templates and settings. */
  readonly hash: string;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Attributes of leads that rules and templates may use, with their types; any other attribute is invisible to them. */
  readonly attributes: Readonly<Record<string, AttributeType>>;
  readonly rubric: Rubric;
  readonly qualification: QualificationRules;
  readonly routing: RoutingRules;
  /** What is inferred from events, by name. */
  readonly signals: readonly SignalRule[];
  /** Caps beside those of the workspace, of which the stricter hold; absent = it sets none. Gap and hours are in the sequences. */
  readonly limits?: PlaybookLimits;
  /** How often a message is tried again; absent = as the workspace says. */
  readonly retries?: RetryWishes;
  /** The class that leads are invited to; absent = there is none. */
  readonly course?: Course;
  /** How those who write back are answered; absent = nobody is. */
  readonly conversation?: FlowRules;
  readonly sequences: Readonly<Record<string, Sequence>>;
  readonly templates: Readonly<Record<string, Template>>;
  /** Stands under every e-mail; the standard one where the playbook brings none. */
  readonly footer: Footer;
}

/** Liquid of the last lines of each e-mail; `html` null = made from the text. */
export interface Footer {
  readonly text: string;
  readonly html: string | null;
}

/** Value of a setting: text, number, yes or no, or a list of texts. */
export type SettingValue = string | number | boolean | readonly string[];
/** Type of a declared attribute; dates are ISO. */
export type AttributeType = 'text' | 'number' | 'boolean' | 'date';

/** Ordered steps with the window they may run in. */
export interface Sequence {
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly window: SendWindow;
  /** What becomes of a step whose time was missed, by a stop of the machine or a pause, say; a step may have its own. */
  readonly late: Lateness;
  /** At least this long between two messages to one lead. */
  readonly minGapHours: number;
  /** Whether a lead that went through may go through again, and after how many days. */
  readonly reentry: { readonly allowed: boolean; readonly afterDays: number };
  /** What follows from events; the first that fits counts. Exits and standard reactions are among them. */
  readonly reactions: readonly ReactionRule[];
  readonly steps: readonly Step[];
  /** How accounts are worked, where its subject is an account: its steps are then what touchpoints are made by. Absent = it is a lead. */
  readonly account?: AccountPlan;
}

/** A step that comes more than so many hours late is sent all the same, at the opening of the next day, or passed over. */
export interface Lateness {
  readonly afterHours: number;
  readonly then: 'send' | 'next-window' | 'skip';
}

/** What a reaction follows from: the kind of an event, or a signal that rose, `signal:hot`. */
export type ReactionTrigger = ReactionEvent | `signal:${string}`;

/** An event that a sequence may react to in its own way. Opt-outs, complaints and bounces always end it. */
export type ReactionEvent =
  | 'clicked'
  | 'replied'
  | 'booked'
  | 'meeting-moved'
  | 'meeting-cancelled'
  | 'no-show'
  | 'converted'
  | 'call-completed'
  | 'human-touch'
  | 'tool-touch'
  | 'class';

/** One reaction of a sequence. */
export interface ReactionRule {
  readonly on: ReactionTrigger;
  /** Outcomes of the event that it is for; empty = whatever the outcome is. */
  readonly outcomes: readonly string[];
  /** Id of the step at which the lead must stand; null = anywhere in the sequence. */
  readonly at: string | null;
  readonly action: ReactionAction;
}

/**
 * What becomes of the enrollment. stop: over, for this reason · exit: over, its goal reached · hold: waits some days, or until a
 * person resumes it (null) · go-to: goes on at that step at once · hand-off: a person gets the lead, and it waits as with hold ·
 * carry-on: nothing.
 */
export type ReactionAction =
  | { readonly kind: 'stop' }
  | { readonly kind: 'exit' }
  | { readonly kind: 'hold'; readonly days: number | null }
  | { readonly kind: 'go-to'; readonly step: string }
  | { readonly kind: 'hand-off'; readonly to: string; readonly days: number | null }
  | { readonly kind: 'carry-on' };

/** Local wall-clock times in which messages may leave. */
export interface SendWindow {
  /** ISO weekdays, 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  /** Minutes since local midnight; the start is allowed, the end is not. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Whether public holidays of the lead's country (and region) are left out. */
  readonly skipHolidays: boolean;
  /** IANA zone used where the lead's own is not known. */
  readonly fallbackZone: string;
}

interface StepBase {
  readonly id: string;
  /** Days after the day of enrollment, in the lead's zone; `0` is the same day. */
  readonly day: number;
  /** CEL over the facts; the step is skipped, with this as its reason, where it is false. */
  readonly when: string | null;
}

interface SendingStep extends StepBase {
  /** One entry without A/B test; several are chosen by weight and the hash of the intent key. */
  readonly variants: readonly { readonly template: string; readonly weight: number }[];
  /** Absent = as the sequence says. */
  readonly late?: Lateness;
}
/** Sends one e-mail. */
export interface EmailStep extends SendingStep {
  readonly kind: 'email';
}
interface PhoneStep extends SendingStep {
  /** Id of the step that is taken instead where the person has no number or may not be reached on it; null = the next one. */
  readonly otherwise: string | null;
}
/** Sends one text message. */
export interface SmsStep extends PhoneStep {
  readonly kind: 'sms';
}
/** Has an artificial voice call, and is over when the call is. Its template is what the voice is told, `name: value` by line. */
export interface VoiceStep extends PhoneStep {
  readonly kind: 'voice';
  /** The provider's id of the agent that speaks. */
  readonly agent: string;
  /** Calls at most, where nobody is reached. */
  readonly tries: number;
  /** Hours before the next of them. */
  readonly againHours: number;
}
/** A step that sends something. */
export type MessageStep = EmailStep | SmsStep | VoiceStep;
/** Something a person does; each outcome is the id of the step that follows it, none = the next one. */
export interface TaskStep extends StepBase {
  readonly kind: 'task';
  readonly title: string;
  readonly outcomes: readonly string[];
}
/** Lets time pass until its day, or for so long from when the lead comes to it. */
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  /** Absent = until its day. */
  readonly forHours?: number;
}
/** Goes on at `then` where `when` holds, else at `otherwise`; both are step ids of the same sequence. */
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly then: string;
  readonly otherwise: string;
}
/** Ends the enrollment as a success where `when` holds; otherwise it goes on. */
export interface GoalStep extends StepBase {
  readonly kind: 'goal';
}
/** Gives the lead to a person or CRM. */
export interface HandOffStep extends StepBase {
  readonly kind: 'hand-off';
  /** Person, team or CRM, by the name the workspace knows it under. */
  readonly to: string;
}
/** Whether a step sends something. */
export function sends(step: Step): step is MessageStep {
  return step.kind === 'email' || step.kind === 'sms' || step.kind === 'voice';
}
/** A step of any kind. */
export type Step = MessageStep | TaskStep | WaitStep | BranchStep | GoalStep | HandOffStep;

/** Source of one message: Liquid. Front matter gave the subject. */
export interface Template {
  readonly name: string;
  readonly channel: 'email' | 'sms' | 'voice';
  /** Liquid; empty but for e-mail. */
  readonly subject: string;
  /** Liquid, plain text. */
  readonly text: string;
  /** Liquid, HTML (output escaped); null = made from the text. */
  readonly html: string | null;
  /** Files that come with each mail; absent = none do. */
  readonly attachments?: readonly Attachment[];
  /** Whether the valuation of the lead's home comes with it as a PDF, where there is one to show. */
  readonly attachesValuation?: true;
  /** SHA-256 (hex) of all of these. */
  readonly hash: string;
}
