/** What the lists can be asked: the declared schema, for people and for the app's chips. */
import { z } from 'zod';
import { FIELD_TYPES, LISTS, type ListName, sorts } from '../../../domain/list/schema.ts';
import { operation } from '../operation.ts';

const NAMES = Object.keys(LISTS) as [ListName, ...ListName[]];

/** `list show`. */
export const listShow = operation({
  noun: 'list',
  verb: 'show',
  command: 'list show',
  summary: 'What a list can be filtered and sorted by: its fields, their types and words',
  kind: 'query',
  input: z.strictObject({ list: z.enum(NAMES).describe(NAMES.join(', ')) }),
  output: z.object({
    list: z.enum(NAMES),
    fields: z.array(
      z.object({
        name: z.string(),
        type: z.enum(FIELD_TYPES),
        values: z.array(z.string()).nullable(),
        sorts: z.boolean(),
        inCampaign: z.boolean(),
      }),
    ),
  }),
  positional: ['list'],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'list show lead', says: 'what may stand in --where and --sort of lead list' }],
  async run(_, { list }) {
    const fields = Object.entries(LISTS[list]).map(([name, field]) => {
      const { type, values = null, inCampaign = false } = field;
      return { name, type, values: values === null ? null : [...values], sorts: sorts(field), inCampaign };
    });
    return { list, fields };
  },
});
