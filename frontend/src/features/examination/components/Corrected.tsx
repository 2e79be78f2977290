// What was asked to be corrected, by when, and what was changed?
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { By, type Fact, Facts, RecordText, Section } from '../../../shared/ui';
import { Changes } from '../../dossiers/components/History';
import { useDossier, useDossierForm } from '../../dossiers/queries';
import type { Correction, ExaminationDetail } from '../types';
import styles from './examination.module.css';
import type { ItemTools } from './ItemCard';
import { readerOf } from './Values';

/** The correction of a nomination, as the office sees it. */
export function Corrected({ one, correction, placeName }: { one: ExaminationDetail; correction: Correction; placeName: ItemTools['placeName'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const dossier = useDossier(one.nomination_id).data;
  const form = useDossierForm(dossier?.id).data;
  const isAnswered = correction.answered_at != null;
  const facts: Fact[] = [
    { label: t('examination.correctionAsked'), value: <By name={correction.asked_by} time={formatTime(correction.asked_at, language)} /> },
    { label: t('examination.correctionDue'), value: formatTime(correction.due_at, language, true) },
    ...(correction.answered_by ? [{ label: t('examination.correctionAnswered'), value: <By name={correction.answered_by} time={formatTime(correction.answered_at, language)} /> }] : []),
    ...(correction.extended_by ? [{ label: t('examination.correctionExtended'), value: <><RecordText text={correction.extension_reason} /> <span className={styles.line}><By name={correction.extended_by} time="" /></span></> }] : []),
    { label: t('examination.correctNote'), value: <span className={styles.text}><RecordText text={correction.note} /></span>, isWide: true },
    ...(correction.addresses.length > 0 ? [{ label: t('examination.correctFields'), value: correction.addresses.map((address) => placeName(address)).join(t('submission.semicolon')), isWide: true }] : []),
  ];
  return (
    <Section title={t('examination.correction')}>
      <div className={styles.stack}>
        <Facts facts={facts} />
        {isAnswered && (
          <>
            <h3>{t('examination.changes')}</h3>
            {correction.changes.length === 0 ? <p>{t('examination.noChanges')}</p> : form && dossier && <Changes form={form} changes={correction.changes} editor={readerOf(dossier)} isWhole />}
          </>
        )}
      </div>
    </Section>
  );
}
