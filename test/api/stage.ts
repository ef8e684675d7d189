/** A stage for the REST interface: the engine of a story with its face before it, keys by role, and requests without a port. */
import { exampleInput } from '../../src/cli/examples.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { allOperations, operationOf } from '../../src/engine/operations/table.ts';
import { apiDesk } from '../../src/engine/serve/api-desk.ts';
import { buildHttp } from '../../src/http/app.ts';
import { openStage, type Row, type Stage } from '../pipeline/stage.ts';

/** An answer, taken apart. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Row;
}

/** What a request is made with beside its address. */
export interface Asked {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An open stage with its face. */
export interface ApiStage extends Stage {
  readonly app: ReturnType<typeof buildHttp>;
  /** A key of this role, in the workspace `main`, in another, or (`''`) of the whole instance. */
  key(role: string, workspace?: string): Promise<string>;
  get(path: string, asked?: Asked): Promise<Answer>;
  post(path: string, asked?: Asked): Promise<Answer>;
}

/** Opens it; `key` of requests is an admin of the whole instance unless they say otherwise. */
export async function openApiStage(parts: Parameters<typeof openStage>[0] = {}): Promise<ApiStage> {
  const stage = await openStage({ operations: allOperations, ...parts });
  const house = {
    unsubscribe: async () => 'invalid' as const,
    health: () => ({}),
    ready: async () => ({ ready: true }),
    api: apiDesk(stage.engine),
    log: stage.engine.log,
  };
  const app = buildHttp(house, exampleInput);
  const key = async (role: string, workspace = 'main'): Promise<string> => {
    const everywhere = workspace === '';
    const words = { name: `a ${role}`, role, everywhere };
    return (await runIn(stage, everywhere ? 'main' : workspace, 'key create', words)).key as string;
  };
  const admin = await key('admin', '');
  const ask = async (method: 'GET' | 'POST', path: string, asked: Asked = {}): Promise<Answer> => {
    const { key: given = admin, body, headers = {} } = asked;
    const answer = await app.inject({
      method,
      url: path,
      headers: { ...(given === null ? {} : { authorization: `Bearer ${given}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const text = answer.body;
    return { status: answer.statusCode, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  return {
    ...stage,
    app,
    key,
    get: (path, asked) => ask('GET', path, asked),
    post: (path, asked) => ask('POST', path, asked),
    async close() {
      await app.close();
      await stage.close();
    },
  };
}

/** Runs an operation in a workspace, as the person at the machine. */
export async function runIn({ engine }: Stage, workspaceId: string, command: string, input: Row): Promise<Row> {
  const operation = operationOf(command);
  if (!operation) throw new Error(`there is no operation ${command}`);
  const nothing = () => undefined;
  const context = { engine, workspaceId, actor: 'test', signal: new AbortController().signal, note: nothing };
  return (await runOperation({ ...context, progress: nothing }, operation, input)) as Row;
}
