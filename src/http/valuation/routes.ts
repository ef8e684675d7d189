/** The routes of valuations: a page and the same on paper, which change nothing. Owns how a token becomes a page; what is in it is handed to the house. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ValuationSheet } from '../../domain/valuation/sheet.ts';
import type { PublicHouse } from '../../engine/serve/house-port.ts';
import { branded } from '../brand.ts';
import { noteFault } from '../fault.ts';
import { sendProblem } from '../problem.ts';
import { noValuationPage, PAPER, VALUATION_POLICY, valuationPage } from './page.ts';

type Asked = FastifyRequest<{ Params: { token: string }; Querystring: Record<string, unknown> }>;

/** `GET /valuation/:token`, and with `?pdf` the same on paper. */
export function valuationRoutes(pages: FastifyInstance, house: PublicHouse): void {
  const { valuations } = house;
  if (valuations === undefined) return;
  pages.setErrorHandler((error, request, reply) => sendProblem(reply, noteFault(house, error, request)));
  pages.get('/valuation/:token', async (request: Asked, reply) => {
    const sheet = await valuations.look(request.params.token);
    if (sheet === null) return send(reply.code(404), null, noValuationPage());
    const paper = PAPER in request.query ? valuations.paper(sheet) : null;
    if (paper === null) return send(reply, sheet, valuationPage(sheet));
    return reply
      .headers({ 'content-disposition': 'inline; filename="estimate.pdf"', 'content-language': 'en' })
      .type('application/pdf')
      .send(Buffer.from(paper));
  });
}

function send(reply: FastifyReply, sheet: ValuationSheet | null, page: string): FastifyReply {
  const { html, policy } = branded({ html: page, policy: VALUATION_POLICY }, sheet?.brand ?? null);
  return reply
    .headers({ 'content-security-policy': policy, 'content-language': 'en' })
    .type('text/html; charset=utf-8')
    .send(html);
}
