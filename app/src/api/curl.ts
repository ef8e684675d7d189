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
  const file = typeof body === 'string' ? fileOf(body) : null;
  const to = file === null ? url : `${url}?${String(file.words)}`;
  const parts = [`curl -X ${method} ${quoted(to)}`, '-H "Authorization: Bearer $REKINDLE_KEY"'];
  if (workspace !== null) parts.push(`-H ${quoted(`Rekindle-Workspace: ${workspace}`)}`);
  if (file) parts.push("-H 'Content-Type: application/octet-stream'", `--data-binary ${quoted(`@${file.name}`)}`);
  else if (typeof body === 'string') parts.push("-H 'Content-Type: application/json'", `-d ${quoted(body)}`);
  return parts.join(' \\\n  ');
}

/** A file goes as it is, and its words in the address: nobody wants it in a command. Null = the request carries none. */
function fileOf(body: string): { readonly name: string; readonly words: URLSearchParams } | null {
  const { content, contentIs: _, fileName, ...rest } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  if (typeof content !== 'string' || typeof fileName !== 'string') return null;
  const words = new URLSearchParams({ fileName });
  for (const [name, value] of Object.entries(rest)) {
    if (Array.isArray(value)) for (const one of value) words.append(name, String(one));
    else if (typeof value !== 'object') words.append(name, String(value));
    else for (const [key, one] of Object.entries(value ?? {})) words.append(`${name}[${key}]`, String(one));
  }
  return { name: fileName, words };
}
