// What did the machine gather for a rule? What nominations share, sealed and signed pages; fetched when it is opened.
import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../../shared/ui';
import { isOfPages, isOfSharing } from '../evidence';
import { ReusePanel } from '../reuse/ReusePanel';
import { type Answering, SealGallery } from '../seals/SealGallery';
import type { ExaminationDetail } from '../types';
import styles from './examination.module.css';

/** The evidence that belongs to a rule; nothing where there is none. */
export function Evidence({ one, rule, answering }: { one: ExaminationDetail; rule: string; answering: Answering | undefined }) {
  const { t } = useTranslation();
  const hasPages = one.has_dossier && isOfPages(rule);
  if (!isOfSharing(rule) && !hasPages) return null;
  return (
    <div className={styles.stack}>
      {isOfSharing(rule) && (
        <Disclosure label={t('examination.evidence.sharing')} about={rule}>
          <ReusePanel nominationId={one.nomination_id} rule={rule} />
        </Disclosure>
      )}
      {hasPages && (
        <Disclosure label={t('examination.evidence.pages')} about={rule}>
          <SealGallery dossierId={one.nomination_id} rule={rule} answering={answering} />
        </Disclosure>
      )}
    </div>
  );
}
