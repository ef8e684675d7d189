/** The route of valuations: one page that changes nothing. Owns how a token becomes a page; what is in it is handed to the house. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PublicHouse } from '../engine/serve/house-port.ts';
import { branded } from './brand.ts';
import { noteFault } from './fault.ts';
import { sendProblem } from './problem.ts';
import { noValuationPage, VALUATION_POLICY, valuationPage } from './valuation-page.ts';

/** `GET /valuation/:token`. */
export function valuationRoutes(pages: FastifyInstance, house: PublicHouse): void {
  const { valuations } = house;
  if (valuations === undefined) return;
  pages.setErrorHandler((error, request, reply) => sendProblem(reply, noteFault(house, error, request)));
  pages.get('/valuation/:token', async (request: FastifyRequest<{ Params: { token: string } }>, reply) => {
    const sheet = await valuations.look(request.params.token);
    const made = { html: sheet === null ? noValuationPage() : valuationPage(sheet), policy: VALUATION_POLICY };
    const { html, policy } = branded(made, sheet?.brand ?? null);
    return reply
      .code(sheet === null ? 404 : 200)
      .headers({ 'content-security-policy': policy, 'content-language': 'en' })
      .type('text/html; charset=utf-8')
      .send(html);
  });
}
