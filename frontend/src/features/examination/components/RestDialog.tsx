// Which rules would be passed by one deed? All that are open and of which the machine decided nothing, each named before it is done.
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../shared/i18n';
import { Button, Dialog, RecordText } from '../../../shared/ui';
import type { Item } from '../types';
import styles from './examination.module.css';
import { Trouble } from './Trouble';

/** Asks before the rest is passed. */
export function RestDialog(props: { isOpen: boolean; items: readonly Item[]; error: unknown; isPending: boolean; onClose: () => void; onConfirm: () => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const { items } = props;
  return (
    <Dialog isOpen={props.isOpen} isWide title={t('examination.rest', { count: items.length })} onClose={props.onClose}>
      <div className={styles.inDialog}>
        <p>{t('examination.restText', { count: items.length })}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, also by keyboard */}
        <ul className={styles.ruleList} tabIndex={0} aria-label={t('examination.rest', { count: items.length })}>
          {items.map((item) => {
            const text = item.look ?? item.text;
            return (
              <li key={item.rule}>
                <span className={styles.itemNumber}>{item.rule}</span> {text && <RecordText text={bilingual(text)} />}
              </li>
            );
          })}
        </ul>
        <Trouble error={props.error} />
        <div className={styles.buttons}>
          <Button type="primary" aria-busy={props.isPending} disabled={items.length === 0} onClick={props.onConfirm}>
            {t('examination.restConfirm', { count: items.length })}
          </Button>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
