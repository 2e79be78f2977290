// What has the expert written? Newest first, a few at a time, abstracts on demand.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpertDetail } from '../../../api/types';
import { Button, Disclosure, RecordText, Section } from '../../../shared/ui';
import styles from './experts.module.css';

const STEP = 20;

/** The publications of an expert. */
export function Publications({ expert }: { expert: ExpertDetail }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(STEP);
  const all = expert.publications;
  const rest = all.length - shown;
  return (
    <Section title={t('expert.publications')} hint={all.length > 0 ? t('common.count', { value: expert.publications_count }) : undefined}>
      {all.length === 0 ? (
        <p className={styles.minor}>{t('expert.noPublications')}</p>
      ) : (
        <ol className={styles.publications}>
          {all.slice(0, shown).map((publication) => (
            <li key={publication.publication_id} className={styles.publication}>
              <h3>
                <RecordText text={publication.title} />
              </h3>
              <p className={styles.minor}>
                {publication.authors.length > 0 && <RecordText text={publication.authors.join('、')} />}
                {publication.venue && (
                  <>
                    {publication.authors.length > 0 && ' · '}
                    <RecordText text={publication.venue} />
                  </>
                )}
                {publication.year != null && ` · ${publication.year}`}
                {publication.doi && ` · DOI ${publication.doi}`}
              </p>
              {publication.keywords.length > 0 && (
                <p className={styles.minor}>
                  <RecordText text={publication.keywords.join('；')} />
                </p>
              )}
              {publication.abstract && (
                <Disclosure label={t('expert.abstract')} about={<RecordText text={publication.title} />}>
                  <p className={styles.abstract}>
                    <RecordText text={publication.abstract} />
                  </p>
                </Disclosure>
              )}
            </li>
          ))}
        </ol>
      )}
      {rest > 0 && <Button onClick={() => setShown(shown + STEP)}>{t('expert.more', { value: Math.min(rest, STEP) })}</Button>}
    </Section>
  );
}
