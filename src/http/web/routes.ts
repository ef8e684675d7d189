/**
 * The addresses of the web app: its files, and its first page for each address that it knows itself. It speaks to the REST interface like
 * any other program; nothing is decided or shown here.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readWebFiles, type WebFile, type WebFiles } from './files.ts';

/**
 * Scripts from files of ours alone. Styles may stand in the page: the widgets set sizes and colours of single elements by them.
 * Source: Content Security Policy Level 3 §6.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
/** First words of addresses that are not the app's, whatever follows. */
const NOT_THE_APPS = /^\/(api|mcp|assets|class|valuation|hooks|slack|healthz|readyz|metrics|u|o|c)(\/|$)/;

/** Adds the files. Gives whoever asks for a page that nobody else has the app; null = it was not a page that was asked for. */
export function webRoutes(
  app: FastifyInstance,
  folder: string,
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null {
  const files = readWebFiles(folder);
  if (files === null) return () => null;
  for (const [path, file] of files) app.get(path, async (request, reply) => give(request, reply, file));
  app.get('/', async (request, reply) => give(request, reply, first(files)));
  return (request, reply) => (asksForPage(request) ? give(request, reply, first(files)) : null);
}

function first(files: WebFiles): WebFile {
  const found = files.get('/index.html');
  if (!found) throw new Error('the web app has no first page');
  return found;
}

/** A browser that goes to an address of the app, as when it is opened anew there. */
function asksForPage({ method, headers, url }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? '';
  return method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '') && !NOT_THE_APPS.test(path);
}

function give({ headers }: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply {
  const { type, bytes, zipped, tag, immutable } = file;
  reply.headers({
    'content-security-policy': POLICY,
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-type': type,
    etag: tag,
    vary: 'accept-encoding',
  });
  if (headers['if-none-match'] === tag) return reply.code(304).send();
  const zip = zipped !== null && /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
  if (zip) reply.header('content-encoding', 'gzip');
  return reply.code(200).send(zip ? zipped : bytes);
}
