// How do the society's own experts score for themselves? Each by a personal link, made here and handed to its person.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import type { ExpertLinkMade, SelectionView } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, RecordText, Section, Tag, type Tone, useProblemText } from '../../../shared/ui';
import { MadeLinks } from '../people/MadeLinks';
import { Whose } from '../people/Person';
import { lastInstant } from '../people/standing';
import styles from './process.module.css';
import { useMakeExpertLinks, useRevokeExpertLink } from './queries';
import { hasOpenLink, isWithoutLink } from './selection_form';

type Expert = SelectionView['experts'][number];

const TONES: Record<string, Tone> = { issued: 'blue', opened: 'blue', handed_in: 'green', expired: 'gold', revoked: 'neutral' };

/** The experts of a call, each with his link. */
export function ExpertLinks({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const make = useMakeExpertLinks(view);
  const revoke = useRevokeExpertLink(view);
  const [made, setMade] = useState<readonly ExpertLinkMade[]>([]);
  const missing = view.experts.filter(isWithoutLink);
  const ask = (experts?: string[]) => {
    if (make.isPending) return;
    revoke.reset();
    make.mutate({ key: newKey(), ...(experts ? { experts } : {}) }, { onSuccess: setMade });
  };
  const failure = make.error ?? revoke.error;
  return (
    <Section title={t('selection.links')} hint={t('selection.linksHint', { value: view.link_days })}>
      <div className={styles.stack}>
        <p className={styles.minor}>{t('selection.linksText')}</p>
        {missing.length > 0 && (
          <div>
            <Button type="primary" aria-busy={make.isPending} onClick={() => ask()}>
              {t('selection.makeLinks', { count: missing.length })}
            </Button>
          </div>
        )}
        {failure && <Alert type="error" showIcon title={problemText(failure)} />}
        <ul className={styles.experts}>
          {view.experts.map((one) => (
            <ExpertLine key={one.key} one={one} isBusy={make.isPending || revoke.isPending} onMake={() => ask([one.key])} onRevoke={() => revoke.isPending || revoke.mutate(one.key)} />
          ))}
        </ul>
      </div>
      <MadeLinks links={made.map(({ expert, ...link }) => ({ ...link, row: expert }))} onClose={() => setMade([])} />
    </Section>
  );
}

function ExpertLine({ one, isBusy, onMake, onRevoke }: { one: Expert; isBusy: boolean; onMake: () => void; onRevoke: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const state = one.link ?? undefined;
  const isOpen = hasOpenLink(one);
  return (
    <li>
      <div className={styles.grow}>
        <strong>
          <RecordText text={one.name} />
        </strong>{' '}
        <RecordText text={one.unit} />
        <p className={styles.minor}>
          {state && <Tag tone={TONES[state] ?? 'neutral'}>{label('selection', `linkStates.${state}`)}</Tag>}{' '}
          {one.open === 0 ? t('selection.allScored') : t('selection.leftToScore', { count: one.open })}
          {isOpen && one.link_expires_at && ` · ${t('people.validTo', { time: formatTime(lastInstant(one.link_expires_at), language) })}`}
          {one.handed_in_at && ` · ${t('selection.handedInAt', { time: formatTime(one.handed_in_at, language) })}`}
        </p>
      </div>
      <div className={styles.buttons}>
        <Button size="small" aria-busy={isBusy} onClick={onMake}>
          {t(state ? 'selection.makeAnew' : 'selection.makeLink')}
          <Whose name={one.name} />
        </Button>
        {isOpen && (
          <Button size="small" aria-busy={isBusy} onClick={onRevoke}>
            {t('selection.revokeLink')}
            <Whose name={one.name} />
          </Button>
        )}
      </div>
    </li>
  );
}
