/**
 * A bare Fastify route with the reads of `lead status`, by hand: prepared statements on the same file, a serializer from its schema; nobody
 * is asked who they are. In a process of its own; tells its port to its parent.
 */

import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import fastify from 'fastify';

const db = new DatabaseSync(process.argv[2] as string, { readOnly: true });
db.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456');
const WORKSPACE = 'main';
const alias = db.prepare('SELECT lead_id FROM lead_alias WHERE workspace_id = ? AND alias_id = ?');
const lead = db.prepare('SELECT id, full_name, email, phone, owner FROM lead WHERE workspace_id = ? AND id = ?');
const campaigns = db.prepare('SELECT id, name, state FROM campaign WHERE workspace_id = ? ORDER BY id LIMIT 100');
const member = db.prepare(
  'SELECT stage, tier, score, coverage, reason_code, sequence FROM campaign_member WHERE workspace_id = ? AND campaign_id = ? AND lead_id = ?',
);
const passages = db.prepare(
  'SELECT campaign_id, sequence, due_at, last_touch_at FROM enrollment WHERE workspace_id = ? AND lead_id = ? ORDER BY campaign_id DESC, generation DESC LIMIT 100',
);
const pause = db.prepare('SELECT at, by, why FROM lead_pause WHERE workspace_id = ? AND lead_id = ?');
const refused = db.prepare("SELECT channel FROM suppression WHERE workspace_id IN (?, '') AND key_hash = ?");

const text = { type: ['string', 'null'] };
const standing = {
  type: 'object',
  properties: {
    ...{
      campaign: text,
      state: text,
      stage: text,
      tier: text,
      score: { type: 'number' },
      coverage: { type: 'number' },
    },
    ...{ sequence: text, why: text, nextAt: text, lastAt: text },
  },
};
const response = {
  200: {
    type: 'object',
    properties: {
      ...{ id: text, name: text, email: text, phone: text, owner: text },
      paused: { type: ['object', 'null'], properties: { since: text, by: text, why: text } },
      refused: { type: 'array', items: { type: 'string' } },
      campaigns: { type: 'array', items: standing },
    },
  },
};
type Row = Record<string, string | number | null>;
const iso = (at: string | number | null | undefined) => (at == null ? null : new Date(Number(at)).toISOString());

const app = fastify();
app.get<{ Params: { lead: string } }>('/leads/:lead/status', { schema: { response } }, async ({ params }, reply) => {
  const id = (alias.get(WORKSPACE, params.lead) as Row | undefined)?.lead_id ?? params.lead;
  const who = lead.get(WORKSPACE, id) as Row | undefined;
  if (!who) return reply.code(404).send();
  const ways = ['e', 'd', 'p', 'l'].map((kind) => `${kind}:${String(who.email).padEnd(34, '0')}`);
  const channels = ways.flatMap((key) => refused.all(WORKSPACE, key).map((row) => String(row.channel)));
  const under = passages.all(WORKSPACE, id) as Row[];
  const paused = pause.get(WORKSPACE, id) as Row | undefined;
  return {
    ...{ id, name: who.full_name, email: who.email, phone: who.phone, owner: who.owner },
    paused: paused ? { since: iso(paused.at), by: paused.by, why: paused.why } : null,
    refused: channels,
    campaigns: (campaigns.all(WORKSPACE) as Row[]).flatMap((campaign) => {
      const row = member.get(WORKSPACE, campaign.id as string, id) as Row | undefined;
      if (!row) return [];
      const passage = under.find((one) => one.campaign_id === campaign.id);
      const { stage, tier, score, coverage, sequence, reason_code: why } = row;
      const times = { nextAt: iso(passage?.due_at), lastAt: iso(passage?.last_touch_at) };
      return [
        { campaign: campaign.name, state: campaign.state, stage, tier, score, coverage, sequence, why, ...times },
      ];
    }),
  };
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ port: (app.server.address() as AddressInfo).port });
process.once('disconnect', () => void app.close().then(() => process.exit()));
