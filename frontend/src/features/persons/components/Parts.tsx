// How are a record, a probability and a piece of evidence shown? Alike in the queue and on the page of a pair.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { RecordText, Tag } from '../../../shared/ui';
import type { LinkRow, Reason, Side } from '../types';
import { likelihood, percent, toneOfLink } from '../words';
import styles from './persons.module.css';

/** What a record is: an expert of the pool, the third completer of a nomination. */
export function Place({ side }: { side: Side }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <>
      {side.kind === 'completer' ? t('persons.kinds.completer', { order: side.order ?? 1 }) : label('persons', `kinds.${side.kind}`)} <RecordText text={side.number} />
    </>
  );
}

/** A record in a cell: name, unit, where it stands. */
export function SideCell({ side }: { side: Side }) {
  return (
    <span>
      <RecordText text={side.name} />
      <br />
      <span className={styles.minor}>
        <RecordText text={side.unit} />
        <br />
        <Place side={side} />
      </span>
    </span>
  );
}

/** How probable it is, in a word and a figure. */
export function Likelihood({ probability }: { probability: number }) {
  const { t } = useTranslation();
  return <span className="whole">{t('persons.likelihood', { word: t(`persons.words.${likelihood(probability)}`), percent: percent(probability) })}</span>;
}

/** A piece of evidence in the reader's language. */
export function ReasonText({ reason }: { reason: Reason }) {
  const language = useLanguage();
  return <RecordText text={language === 'en' ? reason.en : reason.zh} />;
}

/** Where the pair stands, and who is awaited. */
export function StateCell({ link }: { link: LinkRow }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <span>
      <Tag tone={toneOfLink(link.state)}>{label('persons', `states.${link.state}`)}</Tag>
      {link.first_by && (
        <span className={styles.minor}>
          <br />
          {t('persons.firstBy')}
          {t('common.colon')}
          <RecordText text={link.first_by} />
        </span>
      )}
    </span>
  );
}
