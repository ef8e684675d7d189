/** The routes of valuations: a page and the same on paper, which change nothing. Owns how a token becomes a page; what is in it is handed to the house. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicHouse } from '../../engine/serve/house-port.ts';
import type { ValuationSheet } from '../../engine/serve/valuation-port.ts';
import { branded } from '../brand.ts';
import { noteFault } from '../fault.ts';
import { sendProblem } from '../problem.ts';
import { noValuationPage, VALUATION_POLICY, valuationPage } from './page.ts';
import { valuationPdf } from './paper.ts';

/** Name of the file. */
const PAPER = 'estimate.pdf';
type WithToken = FastifyRequest<{ Params: { token: string } }>;

/** `GET /valuation/:token`, and `…/estimate.pdf` below it. */
export function valuationRoutes(pages: FastifyInstance, house: PublicHouse): void {
  const { valuations } = house;
  if (valuations === undefined) return;
  pages.setErrorHandler((error, request, reply) => sendProblem(reply, noteFault(house, error, request)));
  pages.get('/valuation/:token', async (request: WithToken, reply) => {
    const { token } = request.params;
    const sheet = await valuations.look(token);
    const html = sheet === null ? noValuationPage() : valuationPage(sheet, `/valuation/${token}/${PAPER}`);
    return send(reply, sheet, html);
  });
  pages.get(`/valuation/:token/${PAPER}`, async (request: WithToken, reply) => {
    const sheet = await valuations.look(request.params.token);
    if (sheet === null) return send(reply, null, noValuationPage());
    return reply
      .headers({ 'content-disposition': `inline; filename="${PAPER}"`, 'content-language': 'en' })
      .type('application/pdf')
      .send(valuationPdf(sheet));
  });
}

function send(reply: FastifyReply, sheet: ValuationSheet | null, page: string): FastifyReply {
  const { html, policy } = branded({ html: page, policy: VALUATION_POLICY }, sheet?.brand ?? null);
  return reply
    .code(sheet === null ? 404 : 200)
    .headers({ 'content-security-policy': policy, 'content-language': 'en' })
    .type('text/html; charset=utf-8')
    .send(html);
}
