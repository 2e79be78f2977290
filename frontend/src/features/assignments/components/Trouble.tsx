// Why was nothing done about a plan or an assignment?
import { useTranslation } from 'react-i18next';
import { Trouble as Told } from '../../../shared/ui';

/** Why a deed was refused; nothing while nothing was. */
export function Trouble({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return <Told error={error} stale={t('assignments.stale')} />;
}
