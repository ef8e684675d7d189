/** How much and how fast may be sent: how many at most, by channel, and how mailboxes and campaigns begin; each changed where it stands. */
import { Panel } from '../../parts/page.tsx';
import { useSettingWords } from '../../words/settings.ts';
import { Change } from './limits-change.tsx';
import { Paces } from './paces.tsx';

/** As a workspace shows them. Null = no such limit. */
export interface Limits extends Readonly<Record<Channel, Readonly<Record<Cap, number | null>>>> {
  /** Hours. */
  readonly minGapHours: number;
  readonly warmUp: Readonly<Record<'start' | 'step', number>> | null;
  readonly jitter: Readonly<Record<'fromSeconds' | 'toSeconds', number>> | null;
  /** Shares of 0 to 1. */
  readonly canary: Readonly<Record<'messages' | 'hours' | 'bounceShare' | 'complaintShare', number>> | null;
  readonly humanTouch: { readonly then: 'hold' | 'count'; readonly days: number | null };
  /** IANA name. */
  readonly zone: string;
}

const CHANNELS = ['email', 'sms', 'voice'] as const;
const CAPS = [
  'leadDay',
  'leadMonth',
  'accountDay',
  'campaignDay',
  'senderDay',
  'sendingDomainDay',
  'recipientDomainDay',
] as const;
type Channel = (typeof CHANNELS)[number];
type Cap = (typeof CAPS)[number];

/** A text has no domain; one that was set all the same is shown. */
const OF_MAIL: ReadonlySet<Cap> = new Set(['sendingDomainDay', 'recipientDomainDay']);

/** The panel of them. */
export function SendLimits({ of }: { readonly of: Limits }) {
  const { t } = useSettingWords();
  return (
    <Panel title={t('limits.title')}>
      <p className="line dim">{t('limits.says')}</p>
      <table className="plain stacks limits">
        <thead>
          <tr>
            <th scope="col">{t('limits.most')}</th>
            {CHANNELS.map((channel) => (
              <th scope="col" key={channel}>
                {t(`limits.by.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CAPS.map((cap) => (
            <tr key={cap}>
              <th scope="row">
                {t(`limits.${cap}`)}
                <span className="dim small">{t(`limits.${cap}.says`)}</span>
              </th>
              {CHANNELS.map((channel) => (
                <td key={channel} data-label={t(`limits.by.${channel}`)}>
                  {OF_MAIL.has(cap) && channel !== 'email' && of[channel][cap] === null ? (
                    <span className="dim">–</span>
                  ) : (
                    <Most channel={channel} cap={cap} most={of[channel][cap]} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Paces of={of} />
    </Panel>
  );
}

function Most(props: { readonly channel: Channel; readonly cap: Cap; readonly most: number | null }) {
  const { channel, cap, most } = props;
  const { t, number } = useSettingWords();
  const name = `${channel}.${cap}`;
  const called = `${t(`limits.${cap}`)}, ${t(`limits.by.${channel}`)}`;
  return (
    <Change
      bare
      called={called}
      shown={most === null ? <span className="dim">{t('limits.none')}</span> : <b className="num">{number(most)}</b>}
      fields={[{ name, label: called, value: most ?? '', placeholder: t('limits.none') }]}
      before={{ [name]: String(most ?? 'none') }}
      set={(typed) => ({ [name]: typed[name]?.trim() || 'none' })}
    />
  );
}
