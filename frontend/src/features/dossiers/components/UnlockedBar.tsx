// What can be written in while a correction is asked for? The fields that were named, each a link, and the way to the request.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DossierDetail, NominationForm } from '../../../api/types';
import { Alert } from '../../../shared/ui';
import { linkTo } from '../submission/board';
import { usePlaceOf } from '../submission/words';
import styles from './dossiers.module.css';

/** Says that only some fields can be changed, and which. */
export function UnlockedBar({ detail, form }: { detail: DossierDetail; form: NominationForm }) {
  const { t } = useTranslation();
  const placeOf = usePlaceOf(form, detail.fields);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('examination.unlocked.title', { count: detail.unlocked.length })}
      description={
        <div className={styles.stack}>
          <ul className={styles.unlocked}>
            {detail.unlocked.map((address) => (
              <li key={address}>
                <Link to={linkTo(detail.id, address)}>{placeOf(address)}</Link>
              </li>
            ))}
          </ul>
          <p>
            <Link to={`/dossiers/${detail.id}/examination`}>{t('examination.unlocked.toRequest')}</Link>
          </p>
        </div>
      }
    />
  );
}
