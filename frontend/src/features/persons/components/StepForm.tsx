// What can the office do with a pair? Confirm, refuse, part, take back: each says what it needs.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import { isReason } from '../../../shared/reason';
import { Button, OptionGroup, TextArea, Trouble } from '../../../shared/ui';
import { useStep } from '../queries';
import type { LinkDetail } from '../types';
import styles from './persons.module.css';

/** The step that a second person takes. */
const SECOND: Readonly<Record<string, string>> = { confirmed: 'confirm', unlinking: 'unlink', refusing: 'refuse' };

/** The form of the next step. */
export function StepForm({ link }: { link: LinkDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const step = useStep(link);
  const [chosen, setDeed] = useState<string>();
  // Where somebody was first, the step may be none any more; what was written stays.
  const deed = chosen !== undefined && link.allowed.includes(chosen) ? chosen : undefined;
  const [reason, setReason] = useState('');
  const isFit = deed !== undefined && (deed === 'confirm' || isReason(reason));
  const words = (one: string) => label('persons', `deeds.${one}${SECOND[link.state] === one ? 'Second' : ''}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (deed === undefined || !isFit || step.isPending) return;
    step.mutate(
      { deed, ...(reason.trim() === '' ? {} : { reason }) },
      {
        onSuccess: () => {
          setDeed(undefined);
          setReason('');
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <OptionGroup label={t('persons.whatNow')} options={link.allowed.map((value) => ({ value, label: words(value) }))} chosen={deed === undefined ? [] : [deed]} onChange={([next]) => setDeed(next)} />
      {deed !== undefined && <TextArea label={t(deed === 'confirm' ? 'persons.note' : 'common.reason')} hint={label('persons', `consequences.${deed}`)} name="reason" value={reason} onChange={setReason} />}
      <Trouble error={step.error} stale={t('persons.stale')} />
      <div>
        <Button type="primary" htmlType="submit" danger={deed === 'unlink'} disabled={!isFit} aria-busy={step.isPending}>
          {deed === undefined ? t('persons.choose') : words(deed)}
        </Button>
      </div>
    </form>
  );
}
