// How is the recipient of a message named, and what went wrong said?
import { useTranslation } from 'react-i18next';
import type { OutboxMessage } from '../../api/types';
import { useLabel } from '../../shared/i18n';
import { partsOfFault } from './tones';

/** Whom a message is for, as far as the office may know. */
export function useRecipient(): (message: OutboxMessage) => string {
  const { t } = useTranslation();
  return (message) => message.recipient ?? (message.is_hidden ? t('outbox.hiddenRecipient') : t('outbox.outsideRecipient'));
}

/** What went wrong, in the language of the page. */
export function useErrorText(): (fault: string) => string {
  const { t } = useTranslation();
  const label = useLabel();
  return (fault) => {
    const { word, status } = partsOfFault(fault);
    const said = label('outbox', `faults.${word}`);
    return status === '' ? said : t('outbox.withStatus', { said, status });
  };
}
