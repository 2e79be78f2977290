// From which day to which? Two days that break between them on a narrow page, never within one.
import { useTranslation } from 'react-i18next';

/** From a day to a day; an end that is not known is three dots. */
export function Days({ from, to }: { from: string | null | undefined; to: string | null | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="whole">{from ?? '…'}</span> <span className="whole">{t('common.toDay', { day: to ?? '…' })}</span>
    </>
  );
}
