/** The operation on the brand of a workspace. */
import { z } from 'zod';
import { BrandSchema } from '../../../domain/brand.ts';
import { brandOf, setBrand } from '../../agency/brand.ts';
import { workspaceOf } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const part = (says: string) => z.string().optional().describe(`${says}; an empty text takes it away`);

/** `workspace set-brand`: whose pages and mails they are. */
export const workspaceSetBrand = operation({
  noun: 'workspace',
  verb: 'set-brand',
  command: 'workspace set-brand',
  summary: 'Say how this workspace shows itself on pages and in the mails of its new campaigns; what is left out stays',
  kind: 'command',
  input: z.strictObject({
    name: part('company that people know'),
    logo: part('address of its picture, https://…'),
    domain: part('its site, acme.com'),
    postalAddress: part('street address'),
    color: part('of buttons, #1a56db'),
    none: z.boolean().default(false).describe('no brand any more'),
  }),
  output: z.object({ brand: BrandSchema.nullable() }),
  positional: [],
  errors: ['bad-brand'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'workspace set-brand',
  examples: [
    {
      command: 'workspace set-brand --name Acme --domain acme.com --postal-address "1 Main St" --color #0b6e4f',
      says: 'on the pages of opt-outs, classes and valuations at once',
    },
  ],
  async run(context, { none, ...said }) {
    const workspace = await workspaceOf(context);
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    const color = said.color?.toLowerCase();
    const parsed = BrandSchema.safeParse({ ...brandOf(workspace), ...given, ...(color !== undefined && { color }) });
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw new Refusal(
        'bad-brand',
        problems.join('; '),
        'a picture by https, a site such as acme.com, a colour such as #1a56db',
      );
    }
    const brand = none ? null : parsed.data;
    await setBrand(context.engine, workspace, brand);
    return { brand };
  },
});
