/** HighLevel's interface as CRM and source need it. Source: GoHighLevel/highlevel-api-docs, contacts, locations, opportunities. */
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import { ownerProblems } from '../../domain/reconcile/settings.ts';
import type { Api, Speech } from '../../engine/crm-port.ts';
import { pairProblems } from '../once.ts';

/** Version of the interface, sent with each call. */
const VERSION = '2021-07-28';
const TIMEOUT_MS = 20_000;
/** A contact, note or opportunity is listed at once; searches follow some seconds later. */
const ASK_MS = 60_000;

const SettingsSchema = z.object({
  location: z.string().min(1),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://services.leadconnectorhq.com'),
  pipeline: z.string().optional(),
  stage: z.string().optional(),
  workflow: z.string().optional(),
  tags: z.string().default('rekindle-hot'),
  fields: z.string().optional(),
  assign: z.string().optional(),
  owns: z.string().optional(),
});

/** What a location is handed. */
export type HighlevelSettings = z.output<typeof SettingsSchema>;

/** The settings of a connection. Errors: zod's where `problemsOf` finds some. */
export function settingsOf({ settings }: Asked): HighlevelSettings {
  return SettingsSchema.parse(settings);
}

/** What does not fit together, each with its place. */
export function problemsOf({ settings }: Asked): string[] {
  const parsed = SettingsSchema.safeParse(settings);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const { stage, pipeline, fields, assign, owns } = parsed.data;
  const alone = stage !== undefined && pipeline === undefined ? ['stage: wants the pipeline that it is of'] : [];
  return [...alone, ...pairProblems('fields', fields), ...pairProblems('assign', assign), ...ownerProblems(owns)];
}

/** Opens it. `version`: calendars have another one. */
export function openApi(asked: Asked, speech: Speech, version = VERSION): Api {
  const { baseUrl, location: account } = settingsOf(asked);
  return speech.api({
    ...{ baseUrl, account },
    async headers(anew) {
      const token = (await asked.token?.(anew)) ?? asked.secrets.token ?? '';
      return { authorization: `Bearer ${token}`, version };
    },
    concurrency: 4,
    timeoutMs: TIMEOUT_MS,
    askMs: ASK_MS,
  });
}

/** One do-not-disturb of a contact: active means “do not contact”. */
const Dnd = z.object({ status: z.string(), message: z.string().nullish() }).loose();

/** A contact, as far as it is read. */
export const ContactSchema = z
  .object({
    id: z.string(),
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    email: z.string().nullish(),
    phone: z.string().nullish(),
    companyName: z.string().nullish(),
    website: z.string().nullish(),
    city: z.string().nullish(),
    state: z.string().nullish(),
    country: z.string().nullish(),
    source: z.string().nullish(),
    assignedTo: z.string().nullish(),
    tags: z.array(z.string()).nullish(),
    dnd: z.boolean().nullish(),
    dndSettings: z.record(z.string(), Dnd.nullish()).nullish(),
  })
  .loose();
/** A contact. */
export type Contact = z.output<typeof ContactSchema>;
