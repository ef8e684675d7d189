/** Twilio's answers, as much of them as is used. Source: twilio-oai, twilio_api_v2010. */
import { z } from 'zod';

/** A text that it took. */
export const MessageSchema = z.object({
  sid: z.string(),
  status: z.string().nullish(),
  error_code: z.int().nullish(),
  to: z.string().nullish(),
  from: z.string().nullish(),
  body: z.string().nullish(),
  direction: z.string().nullish(),
  date_created: z.string().nullish(),
});

/** A no. */
export const ErrorSchema = z.object({ code: z.int(), message: z.string() });

/** A page of a list; `next_page_uri` is null on the last. */
export const PageSchema = z.object({ messages: z.array(MessageSchema), next_page_uri: z.string().nullish() });
