// What does a reviewer do with a sheet next? Always in reach at the bottom: back, put off, step back, save and go on.
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui';
import styles from './scoring.module.css';

/** The bar at the bottom of a sheet. */
export function Foot(props: {
  /** The total, as it is written. */
  total: string;
  isSubmitted: boolean;
  isReopening: boolean;
  hasBefore: boolean;
  onBack: () => void;
  onSkip: () => void;
  onRecuse: () => void;
  onSave: () => void;
  onReopen: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.foot} aria-label={t('scoring.foot')}>
      <span className={styles.footTotal}>
        {t('scoring.total')} <strong>{props.total}</strong>
      </span>
      <span className={styles.buttons}>
        <Button onClick={props.onBack} disabled={!props.hasBefore}>
          {t('scoring.back')}
        </Button>
        {props.isSubmitted ? (
          <Button onClick={props.onReopen} aria-busy={props.isReopening}>
            {t('scoring.reopen')}
          </Button>
        ) : (
          <Button onClick={props.onSkip}>{t('scoring.skip')}</Button>
        )}
        <Button onClick={props.onRecuse}>{t('scoring.recuseShort')}</Button>
        <Button id="save-and-next" type="primary" onClick={props.onSave}>
          {t(props.isSubmitted ? 'scoring.forward' : 'scoring.saveNext')}
        </Button>
      </span>
    </section>
  );
}
