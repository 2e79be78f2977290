// What was found in a file? Faults first, each in a sentence; a word where nothing was.
import { useTranslation } from 'react-i18next';
import type { AttachmentVerdict } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Tag } from '../../../shared/ui';
import styles from './attachments.module.css';

/** The verdicts on a file. */
export function Verdicts({ verdicts }: { verdicts: readonly AttachmentVerdict[] }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  if (verdicts.length === 0) return <Tag tone="green">{t('attachment.fit')}</Tag>;
  const sorted = [...verdicts].sort((one, other) => Number(other.is_fault) - Number(one.is_fault));
  return (
    <ul className={styles.verdicts}>
      {sorted.map((verdict) => (
        <li key={`${verdict.code}/${verdict.page ?? 0}`}>
          <Tag tone={verdict.is_fault ? 'red' : 'gold'}>{t(verdict.is_fault ? 'attachment.fault' : 'attachment.warning')}</Tag> {bilingual(verdict.what)}
        </li>
      ))}
    </ul>
  );
}
