/** What a lead's home may be worth: the range, how sure it is, and each sale with what was adjusted. */
import { useAsk } from '../../../api/ask.ts';
import type { RekindleClient } from '../../../api/client.ts';
import { Asked } from '../../../parts/asked.tsx';
import { Panel } from '../../../parts/page.tsx';
import { type LeadPartWord, useLeadPartWords } from '../../../words/lead-parts.ts';
import './more.css';

type Shown = Awaited<ReturnType<RekindleClient['valuations']['show']>>;

/** The panel. */
export function ValuationPart({ lead, campaign }: { readonly lead: string; readonly campaign: string }) {
  const { t } = useLeadPartWords();
  const asked = useAsk('valuation', { lead, campaign }, (client, how) =>
    client.valuations.show({ lead, campaign }, how),
  );
  return (
    <Panel title={t('value.title')}>
      <Asked of={asked}>
        {(of) => (
          <>
            <Range of={of} />
            <ul className="dim small more-says">
              {of.says.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            {of.comparables.length > 0 && <Comparables of={of} />}
          </>
        )}
      </Asked>
    </Panel>
  );
}

function useMoney() {
  const { language } = useLeadPartWords();
  const format = new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
  return (dollars: number) => format.format(dollars);
}

function Range({ of: { address, value, low, high, confidence } }: { readonly of: Shown }) {
  const { t } = useLeadPartWords();
  const money = useMoney();
  if (value === null || low === null || high === null) return <p className="dim">{t('value.none')}</p>;
  const place = high > low ? ((value - low) / (high - low)) * 100 : 50;
  return (
    <div className="more-range">
      <p className="score-head">
        <span className="score-big num">{money(value)}</span>
        <span className="dim">{address}</span>
      </p>
      <div className="more-range-bar" role="img" aria-label={t('value.range', { low: money(low), high: money(high) })}>
        <span style={{ left: `${String(place)}%` }} />
      </div>
      <p className="small more-range-ends">
        <span className="num">{money(low)}</span>
        <span className="dim">{t('value.confidence', { n: confidence })}</span>
        <span className="num">{money(high)}</span>
      </p>
    </div>
  );
}

function Comparables({ of: { comparables, skipped } }: { readonly of: Shown }) {
  const { t } = useLeadPartWords();
  const money = useMoney();
  const signed = (dollars: number) => (dollars > 0 ? `+${money(dollars)}` : money(dollars));
  return (
    <>
      <h3 className="more-sub">{t('value.comparables', { n: comparables.length })}</h3>
      <ul className="more-sales">
        {comparables.map(({ address, price, sold, adjustments, adjusted, unusable }) => (
          <li key={`${address} ${sold}`} className={unusable ? 'dim' : ''}>
            <span className="more-sale-head">
              <span>{address}</span>
              <b className="num">{unusable ? '–' : money(adjusted)}</b>
            </span>
            <span className="dim small">{t('value.sold', { price: money(price), day: sold })}</span>
            <span className="dim small">
              {unusable ??
                Object.entries(adjustments)
                  .filter(([, dollars]) => dollars !== 0)
                  .map(([of, dollars]) => `${t(`adjust.${of}` as LeadPartWord) || of} ${signed(dollars)}`)
                  .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {skipped > 0 && <p className="dim small">{t('value.skipped', { n: skipped })}</p>}
    </>
  );
}
