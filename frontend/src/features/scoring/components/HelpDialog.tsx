// Which keys work on the page of a sheet?
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../shared/ui';
import styles from './scoring.module.css';

const KEYS = ['points', 'enter', 'arrows', 'options', 'save', 'skip', 'help'] as const;

/** The keys, one a line. */
export function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog isOpen={isOpen} title={t('scoring.keys.title')} onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{t(`scoring.keys.${key}`)}</kbd>
            </dt>
            <dd>{t(`scoring.keys.${key}Text`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
