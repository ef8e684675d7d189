/**
 * What an operation is told from elsewhere in place of what it reads on its own machine: the content of a file for its name, secrets by
 * name for lines of standard input. Owns the exchange; the operation never knows.
 */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';
import { refusalOf } from '../access/caller.ts';
import type { Operation } from '../operations/operation.ts';

/** How the input from elsewhere differs from the operation's own. */
export interface RemoteShape {
  /** It reads a file: `content` and `fileName` stand for it. */
  readonly takesFile: boolean;
  /** It reads secrets: `secrets` stand for them. */
  readonly takesSecrets: boolean;
  /** Fields that nobody may give from elsewhere. */
  readonly hidden: readonly string[];
}

/** What was given from elsewhere, taken apart. */
export interface RemoteInput {
  readonly own: Readonly<Record<string, unknown>>;
  readonly file: { readonly name: string; readonly content: string | Uint8Array } | null;
  readonly secrets: Readonly<Record<string, string>> | null;
}

const OF_THE_MACHINE = ['file', 'rejects', 'pairs', 'stdin', 'env'];
const Secrets = z.record(
  z.string().min(1),
  z
    .string()
    .min(1)
    .regex(/^[^\r\n]+$/, 'one line'),
);
const Given = z.object({
  content: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
  contentIs: z.enum(['text', 'base64']).optional(),
  fileName: z
    .string()
    .regex(/^[^/\\\0]{1,200}$/, 'a name without a folder')
    .refine((name) => name !== '.' && name !== '..', 'a name without a folder')
    .optional(),
  secrets: Secrets.refine((all) => Object.keys(all).length <= LIMITS.secretLines, 'too many').optional(),
});

const SHAPES = new WeakMap<Operation, RemoteShape>();

/** Read off the fields of the operation, once: the table does not change. */
export function remoteShape(operation: Operation): RemoteShape {
  const known = SHAPES.get(operation) ?? shapeOf(operation);
  SHAPES.set(operation, known);
  return known;
}

function shapeOf({ input }: Operation): RemoteShape {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const hidden = OF_THE_MACHINE.filter((field) => field in properties);
  return { takesFile: hidden.includes('file'), takesSecrets: hidden.includes('stdin'), hidden };
}

/** Takes apart what was given. Errors: zod's; refusal `only-on-the-machine` for a field of the machine. */
export function readRemote({ takesFile, takesSecrets, hidden }: RemoteShape, input: unknown): RemoteInput {
  const all = (input ?? {}) as Readonly<Record<string, unknown>>;
  if (hidden.length === 0) return { own: all, file: null, secrets: null };
  if (hidden.some((field) => field in all)) throw refusalOf('only-on-the-machine');
  const { content, contentIs, fileName, secrets, ...rest } = all;
  const given = Given.parse({
    ...(takesFile ? { content, contentIs, fileName } : {}),
    ...(takesSecrets ? { secrets } : {}),
  });
  const own = { ...rest, ...(takesFile ? {} : { content, contentIs, fileName }), ...(takesSecrets ? {} : { secrets }) };
  const file = takesFile ? { name: given.fileName ?? 'content', content: contentOf(given) } : null;
  const defined = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { own: defined, file, secrets: given.secrets ?? null };
}

/** A text stands for its bytes in UTF-8; what is no such text comes in base64. */
function contentOf({ content = '', contentIs = 'text' }: z.infer<typeof Given>): string | Uint8Array {
  return contentIs === 'base64' && typeof content === 'string' ? Buffer.from(content, 'base64') : content;
}
