// What is a button about? Said to screen readers after its words.
import { useTranslation } from 'react-i18next';
import { RecordText } from '../../../shared/ui';

/** The name of a record behind a label, for those who do not see what stands around it. */
export function Of({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <span className="visually-hidden">
      {t('common.colon')}
      <RecordText text={text} />
    </span>
  );
}
