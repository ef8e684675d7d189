/** `connection providers`: what a workspace can be connected to, so that a face can ask for what each wants. */
import { z } from 'zod';
import type { Field } from '../../../domain/connection/field.ts';
import { PROVIDERS, type Provider } from '../../../domain/connection/providers.ts';
import { operation } from '../operation.ts';

const FieldShown = z.object({
  name: z.string(),
  says: z.string(),
  remedy: z.string().describe('where it is found, or what to write'),
  required: z.boolean(),
  form: z.string().describe('line, number, email, phone, url; choice = one of choices'),
  choices: z.array(z.string()),
});
const ProviderShown = z.object({
  provider: z.string(),
  says: z.string(),
  uses: z.array(z.string()),
  settings: z.array(FieldShown),
  secrets: z.array(FieldShown),
});

/** `connection providers`. */
export const connectionProviders = operation({
  noun: 'connection',
  verb: 'providers',
  command: 'connection providers',
  summary: 'Providers that a workspace can be connected to, with the settings and secrets that each wants',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ providers: z.array(ProviderShown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'connection providers', says: 'what connection add asks for' }],
  run: () => Promise.resolve({ providers: Object.entries(PROVIDERS).map(([name, of]) => shown(name, of)) }),
});

function shown(provider: string, { says, uses, settings, secrets }: Provider): z.output<typeof ProviderShown> {
  return { provider, says, uses: [...uses], settings: fieldsOf(settings), secrets: fieldsOf(secrets) };
}

function fieldsOf(fields: Readonly<Record<string, Field>>): z.output<typeof FieldShown>[] {
  return Object.entries(fields).map(([name, { says, remedy, required, form }]) => ({
    ...{ name, says, remedy, required },
    form: typeof form === 'string' ? form : 'choice',
    choices: typeof form === 'string' ? [] : [...form],
  }));
}
