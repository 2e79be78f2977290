// What hides behind a line until it is asked for?
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './kit.module.css';

/** A button that opens and closes what stands under it; may be steered from outside. */
export function Disclosure(props: {
  label: ReactNode;
  /** Said to screen readers after the label: what it is about. */
  about?: ReactNode;
  isOpen?: boolean;
  onToggle?: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [ownOpen, setOwnOpen] = useState(false);
  const isOpen = props.isOpen ?? ownOpen;
  return (
    <div>
      <button
        type="button"
        className={styles.linkButton}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          setOwnOpen(!isOpen);
          props.onToggle?.(!isOpen);
        }}
      >
        <span className={styles.chevron} data-open={isOpen} aria-hidden="true">
          ▸
        </span>
        {props.label}
        {props.about && (
          <span className="visually-hidden">
            {t('common.colon')}
            {props.about}
          </span>
        )}
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && props.children}
      </div>
    </div>
  );
}

/** The first few of a list, and a button for the rest. */
export function ShortList<T>(props: { items: readonly T[]; limit: number; children: (items: readonly T[]) => ReactNode }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const isLong = props.items.length > props.limit;
  return (
    <>
      {props.children(isWhole || !isLong ? props.items : props.items.slice(0, props.limit))}
      {isLong && (
        <button type="button" className={styles.linkButton} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('common.showFewer') : t('common.showAll', { value: props.items.length })}
        </button>
      )}
    </>
  );
}
