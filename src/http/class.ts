/**
 * The routes of a class that is held here: pages that change nothing, and the POST that does, after which the browser is sent back to the
 * page. Owns how a form becomes an act; what it does is handed to the house.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Brand } from '../domain/brand.ts';
import type { RoomAct } from '../engine/serve/class-port.ts';
import type { PublicHouse } from '../engine/serve/house-port.ts';
import { branded } from './brand.ts';
import { BACK, backPage, CLASS_POLICY, type ClassNotice, classPage, closedPage, SECTION } from './class-page.ts';
import { noteFault } from './fault.ts';
import { sendProblem } from './problem.ts';

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** Asked of the address after an act that could not be done. */
const NOT_DONE = 'not-done';

/** `GET /class/:token`, with `?section=` and `&back`: changes nothing. `POST /class/:token`: one act, then 303 to the page. */
export function classRoutes(pages: FastifyInstance, house: PublicHouse): void {
  const { classes } = house;
  if (classes === undefined) return;
  // Whatever comes is taken as text: a form of the only type that these pages send, or nothing that is understood.
  pages.removeAllContentTypeParsers();
  pages.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  pages.setErrorHandler((error, request, reply) => {
    const status = noteFault(house, error, request);
    return status < 500 ? sendProblem(reply, status) : sendPage(reply.code(status), closedPage('failed'));
  });

  pages.get('/class/:token', async (request: TokenRequest, reply) => {
    const { section, isBack, notice } = wishOf(request);
    const room = await classes.look(request.params.token, section);
    if (typeof room === 'string') return sendPage(reply.code(room === 'invalid' ? 404 : 410), closedPage(room));
    const goesBack = isBack && room.lesson?.isDone === true;
    const made = goesBack && room.lesson ? backPage(room, room.lesson) : classPage(room, notice);
    return sendPage(reply, made, room.brand ?? null);
  });

  pages.post('/class/:token', async (request: TokenRequest, reply) => {
    const act = actOf(request.body);
    if (act === null) return sendProblem(reply, 400);
    const became = await classes.act(request.params.token, act);
    if (became !== 'done' && became !== 'no') {
      return sendPage(reply.code(became === 'invalid' ? 404 : 410), closedPage(became));
    }
    const query = new URLSearchParams({ [SECTION]: act.section, ...(became === 'no' && { [NOT_DONE]: '' }) });
    // Relative to the address of the page, so that the token is written nowhere.
    return reply.code(303).header('location', `?${query}`).send();
  });
}

function wishOf({ query }: FastifyRequest) {
  const asked = (query ?? {}) as Readonly<Record<string, unknown>>;
  const notice: ClassNotice = NOT_DONE in asked ? 'not-possible' : null;
  const section = asked[SECTION];
  return { section: typeof section === 'string' && section !== '' ? section : null, isBack: BACK in asked, notice };
}

/** What a form asks for; null = nothing that we know. */
function actOf(body: unknown): RoomAct | null {
  const form = new URLSearchParams(typeof body === 'string' ? body : '');
  const section = form.get('section');
  if (section === null || section === '') return null;
  switch (form.get('do')) {
    case 'answer':
      return { kind: 'answer', section, question: placeIn(form, 'question'), choice: placeIn(form, 'choice') };
    case 'reflect':
      return { kind: 'reflect', section, answers: answersIn(form) };
    case 'finish':
      return { kind: 'finish', section };
    case 'back':
      return { kind: 'back', section };
    default:
      return null;
  }
}

/** -1 = it names no place. */
function placeIn(form: URLSearchParams, name: string): number {
  const text = form.get(name) ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : -1;
}

/** `a0`, `a1` … by their places; what is left out is empty. */
function answersIn(form: URLSearchParams): readonly string[] {
  const places = [...form.keys()].flatMap((key) => /^a(\d{1,2})$/.exec(key)?.[1] ?? []).map(Number);
  return Array.from({ length: Math.max(0, ...places.map((place) => place + 1)) }, (_, i) => form.get(`a${i}`) ?? '');
}

function sendPage(reply: FastifyReply, made: string, brand: Brand | null = null): FastifyReply {
  const { html, policy } = branded({ html: made, policy: CLASS_POLICY }, brand);
  return reply
    .headers({ 'content-security-policy': policy, 'content-language': 'en' })
    .type('text/html; charset=utf-8')
    .send(html);
}
