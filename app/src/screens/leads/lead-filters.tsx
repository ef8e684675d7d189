/** The filters of leads: search, campaign, stage, tier; each with how many there are, where that is known. */
import { useAsk } from '../../api/ask.ts';
import type { Call } from '../../api/client.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import { FilterChips } from '../../parts/filter/filter-chips.tsx';
import { ClearFilters, FilterChip, SearchField } from '../../parts/filters.tsx';
import { Views } from '../../parts/views.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import type { Word } from '../../words/en.ts';
import { useLeadWords } from '../../words/leads.ts';

/** What the address of the list may say. */
export interface LeadWords {
  readonly q?: string | undefined;
  readonly campaign?: string | undefined;
  readonly stage?: string | undefined;
  readonly tier?: string | undefined;
  /** A filter as lists take it, */
  readonly where?: string | undefined;
  /** and an order. */
  readonly sort?: string | undefined;
}

const STAGES = ['review', 'ready', 'unrouted', 'enrolled', 'ended', 'rejected', 'left'] as const;
const TIERS = ['hot', 'warm', 'cool', 'cold'] as const;

/** The line of them. */
export function LeadFilters({ words, put }: { readonly words: LeadWords; put(words: LeadWords): void }) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const { q, campaign, stage, tier, where, sort } = words;
  const campaigns = (useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how)).data?.campaigns ??
    []) as unknown as readonly CampaignRow[];
  const counts = useCounts(campaign);
  const set = (more: LeadWords) => put({ ...{ q, campaign, stage, tier, where, sort }, ...more });
  return (
    <search className="filters">
      {may(ROLE.viewer) && (
        <Views
          list="lead"
          words={{ search: q, campaign, stage, tier, where, sort }}
          go={({ search, ...to }) => put({ ...to, q: search })}
        />
      )}
      <SearchField value={q ?? ''} label={t('leads.search')} set={(text) => set({ q: text || undefined })} />
      <FilterChip
        label={t('filter.campaign')}
        value={campaign}
        options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        set={(value) => set({ campaign: value, ...(value === undefined && { stage: undefined, tier: undefined }) })}
      />
      {campaign !== undefined && (
        <>
          <FilterChip
            label={t('filter.stage')}
            value={stage}
            options={STAGES.map((value) => ({ value, label: t(`is.${value}` as Word), count: counts.stages[value] }))}
            set={(value) => set({ stage: value })}
          />
          <FilterChip
            label={t('filter.tier')}
            value={tier}
            options={TIERS.map((value) => ({ value, label: t(`tier.${value}` as Word), count: counts.tiers[value] }))}
            set={(value) => set({ tier: value })}
          />
        </>
      )}
      {may(ROLE.viewer) && (
        <FilterChips
          list="lead"
          first="lead.country"
          where={where}
          inCampaign={campaign !== undefined}
          count={counted({ q, campaign, stage, tier })}
          set={(value) => set({ where: value })}
        />
      )}
      {(q ?? campaign ?? where ?? sort) !== undefined && <ClearFilters clear={() => put({})} />}
    </search>
  );
}

/** How many fit a filter, beside what else is asked. */
function counted({ q = '', ...words }: LeadWords) {
  return (where: string): Call<number | undefined> =>
    async (client, how) => {
      const asked = { search: q, ...words, where, limit: 1, count: true };
      return (await client.leads.list(asked as never, how)).total;
    };
}

type Tally = Readonly<Record<string, number>>;

function useCounts(campaign: string | undefined): { readonly stages: Tally; readonly tiers: Tally } {
  const asked = useAsk(
    'campaign',
    { campaign },
    (client, how) => client.campaigns.show({ campaign: campaign ?? '' }, how),
    {
      enabled: campaign !== undefined,
    },
  );
  const { stages = {}, tiers = {} } = (asked.data ?? {}) as { readonly stages?: Tally; readonly tiers?: Tally };
  return { stages, tiers };
}
