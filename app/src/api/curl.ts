/** A call as the curl command that would do the same. */
import { type Call, clientFor, type Standing } from './client.ts';

/** What a call would send, as a curl command; nothing is sent. Null = it would send nothing. */
export async function curlOf(standing: Standing, call: Call<unknown>): Promise<string | null> {
  let seen: string | null = null;
  const noted: typeof fetch = async (input, init = {}) => {
    seen = asCurl(String(input), init, standing.workspace);
    return new Response('{}', { status: 418, headers: { 'content-type': 'application/json' } });
  };
  await call(clientFor(standing, noted), {}).catch(() => null);
  return seen;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function asCurl(url: string, { method = 'GET', body }: RequestInit, workspace: string | null): string {
  const parts = [`curl -X ${method} ${quoted(url)}`, '-H "Authorization: Bearer $REKINDLE_KEY"'];
  if (workspace !== null) parts.push(`-H ${quoted(`Rekindle-Workspace: ${workspace}`)}`);
  if (typeof body === 'string') parts.push("-H 'Content-Type: application/json'", `-d ${quoted(body)}`);
  return parts.join(' \\\n  ');
}
