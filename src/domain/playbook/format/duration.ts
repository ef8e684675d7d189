/** How durations are written in playbook.yaml. */
import { z } from 'zod';

/** `90d`, as days. */
export const durationDays = z
  .string()
  .regex(/^\d{1,4}d$/, { abort: true, error: 'not a number of days\nWrite days, such as 90d.' })
  .transform((text) => Number.parseInt(text, 10));
