// What is the project about? Its texts, with the words marked that the experts' work shares.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NominationDetail } from '../../../api/types';
import { RecordText, Section, Tag, Tags } from '../../../shared/ui';
import styles from './nominations.module.css';

const LONG_ABSTRACT = 700;

/** Summary and keywords; `focus` names the expert whose words are marked, and how to go back to all. */
export function ProjectText(props: {
  nomination: NominationDetail;
  terms: readonly string[];
  focus: { name: string; onAll: () => void } | undefined;
}) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const { nomination, terms } = props;
  const abstract = nomination.abstract ?? '';
  const isLong = abstract.length > LONG_ABSTRACT;
  return (
    <Section title={t('nomination.content')}>
      <div className={styles.stack}>
        {terms.length > 0 && (
          <div className={styles.highlightNote} aria-live="polite">
            <span>
              {props.focus ? (
                <>
                  {t('nomination.highlightFor')}
                  {t('common.colon')}
                  <RecordText text={props.focus.name} />
                </>
              ) : (
                t('nomination.highlightNote')
              )}
            </span>
            {props.focus && (
              <button type="button" className={styles.linkButton} onClick={props.focus.onAll}>
                {t('nomination.highlightAll')}
              </button>
            )}
          </div>
        )}
        <h3>
          <RecordText text={nomination.title} terms={terms} />
        </h3>
        {abstract === '' ? (
          <p className={styles.minor}>{t('nomination.noAbstract')}</p>
        ) : (
          <div>
            <div className={isLong && !isWhole ? `${styles.abstract} ${styles.abstractFolded}` : styles.abstract}>
              <RecordText text={abstract} terms={terms} />
            </div>
            {isLong && (
              <button type="button" className={styles.linkButton} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
                {isWhole ? t('nomination.foldAbstract') : t('nomination.expandAbstract')}
              </button>
            )}
          </div>
        )}
        {nomination.keywords.length > 0 && (
          <div>
            <p className={styles.minor}>{t('nomination.keywords')}</p>
            <Tags>
              {nomination.keywords.map((keyword) => (
                <Tag key={keyword}>
                  <RecordText text={keyword} terms={terms} />
                </Tag>
              ))}
            </Tags>
          </div>
        )}
      </div>
    </Section>
  );
}
