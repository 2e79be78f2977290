// Somebody else changed it first: what did I want, and what stands now? Both side by side; nothing is overwritten unseen.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainTable } from './DataTable';
import { Dialog } from './Dialog';
import styles from './kit.module.css';
import { Button } from './primitives';

/** Shows mine beside theirs and asks which to keep. */
export function BothVersions(props: {
  isOpen: boolean;
  title: string;
  /** Who changed it, and when. */
  lead?: ReactNode;
  fields: readonly { key: string; label: string; mine: ReactNode; theirs: ReactNode }[];
  isPending?: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog isOpen={props.isOpen} title={props.title} isWide onClose={props.onClose}>
      <div className={styles.stackInDialog} role="alert">
        <p>{t('stale.text')}</p>
        {props.lead && <p>{props.lead}</p>}
        <PlainTable
          label={props.title}
          isWordy
          head={[
            { key: 'field', title: t('stale.field') },
            { key: 'mine', title: t('stale.mine') },
            { key: 'theirs', title: t('stale.theirs') },
          ]}
          rows={props.fields.map((field) => ({ key: field.key, cells: [field.label, field.mine, field.theirs] }))}
        />
        <div className={styles.pageActions}>
          <Button type="primary" onClick={props.onTakeTheirs}>
            {t('stale.takeTheirs')}
          </Button>
          <Button onClick={props.onKeepMine} disabled={props.isPending === true}>
            {t('stale.keepMine')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
