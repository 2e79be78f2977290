// How does a person subscribe to the deadlines of the round?
import { useTranslation } from 'react-i18next';
import { Alert, Button, useProblemText } from '../../../shared/ui';
import { useCloseCalendar, useRenewCalendar } from '../queries';
import styles from './notifications.module.css';

/** The calendar feed: its address is told once, when it is made. */
export function CalendarPart({ hasCalendar }: { hasCalendar: boolean }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const renew = useRenewCalendar();
  const close = useCloseCalendar();
  const failure = renew.error ?? close.error;
  return (
    <div className={styles.stack}>
      <p>{t('messages.calendarText')}</p>
      {renew.data && hasCalendar && (
        <div role="status" className={styles.stack}>
          <p>{t('messages.calendarOnce')}</p>
          <pre className={styles.letter} data-testid="calendar-address">{`${window.location.origin}${renew.data.path}`}</pre>
        </div>
      )}
      {failure && <Alert type="error" showIcon title={textOf(failure)} />}
      <div className={styles.row}>
        <Button onClick={() => renew.mutate()} loading={renew.isPending}>
          {hasCalendar ? t('messages.renewCalendar') : t('messages.openCalendar')}
        </Button>
        {hasCalendar && (
          <Button onClick={() => close.mutate()} loading={close.isPending}>
            {t('messages.closeCalendar')}
          </Button>
        )}
      </div>
    </div>
  );
}
