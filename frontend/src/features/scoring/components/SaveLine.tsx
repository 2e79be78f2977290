// Is what was typed kept? Always in sight; told to screen readers when it asks for something.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemError } from '../../../api/problems';
import { useLanguage } from '../../../shared/i18n';
import { formatClock } from '../../../shared/time';
import { Button, RecordText, useProblemText } from '../../../shared/ui';
import type { Refused } from '../outbox';
import type { Sheet } from '../types';
import { useKeeping, useOutbox } from '../useOutbox';
import { nameOf, sheetPath } from '../words';
import styles from './scoring.module.css';

/** The line that says how far the keeping is. */
export function SaveLine({ savedAt }: { savedAt?: string | null | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const held = useOutbox();
  const { isOnDisk, isUnkept } = useKeeping(held);
  const { phase, waiting } = held.outbox;
  const count = waiting.length;
  const undecided = waiting.filter((id) => held.outbox.met(id) !== undefined || held.outbox.refused(id) !== undefined).length;
  const isAway = count > 0 && phase === 'unreachable';
  const trouble = isAway
    ? t(isOnDisk ? 'scoring.save.offline' : 'scoring.save.offlineUnkept', { count })
    : count > 0 && phase === 'busy'
      ? t('scoring.save.busy', { count })
      : count > 0 && phase === 'signed_out'
        ? t('scoring.save.signedOut', { count })
        : undefined;
  const work = phase === 'typing' ? t('scoring.save.typing') : phase === 'sending' ? t('scoring.save.saving') : undefined;
  const saved = savedAt ? t('scoring.save.saved', { time: formatClock(savedAt, language) }) : '';
  return (
    <span className={styles.saveLine} data-tone={trouble || undecided > 0 ? 'warn' : work ? 'busy' : 'good'}>
      <span>{trouble ?? work ?? (undecided > 0 ? <Link to="/my-sheets">{t('scoring.save.undecided', { count: undecided })}</Link> : saved)}</span>
      {isUnkept && <strong>{t('scoring.save.unkept')}</strong>}
      {count > 0 && phase === 'signed_out' && (
        <Button size="small" onClick={() => held.outbox.flush()}>
          {t('signIn.submit')}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {[trouble, undecided > 0 && t('scoring.save.undecided', { count: undecided }), isUnkept && t('scoring.save.unkept')].filter(Boolean).join(t('common.separator'))}
      </span>
    </span>
  );
}

/** The sentences of a refusal: of its fields where it tells of them. */
function useRefusal(): (refused: Refused) => string {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (refused) => {
    const said = [...new Set(refused.fields?.map((field) => field.message))];
    return said.length > 0 ? said.join(t('common.separator')) : textOf(new ProblemError(refused));
  };
}

/** Why the server did not take a sheet, and what to do with it. */
export function RefusedNotice({ id }: { id: string }) {
  const { t } = useTranslation();
  const { outbox } = useOutbox();
  const refusal = useRefusal();
  const refused = outbox.refused(id);
  if (refused === undefined) return null;
  return (
    <div className={styles.refused} role="alert">
      <p>
        <strong>{t('scoring.refused')}</strong>
        {t('common.colon')}
        <RecordText text={refusal(refused)} />
      </p>
      <div className={styles.buttons}>
        <Button onClick={() => outbox.retry(id)}>{t('common.retry')}</Button>
        <Button onClick={() => outbox.drop(id)}>{t('scoring.giveUp')}</Button>
      </div>
    </div>
  );
}

/** The sheets that need a choice or were not taken, each with the way to it. */
export function Undecided({ rows }: { rows: readonly Sheet[] }) {
  const { t } = useTranslation();
  const { outbox } = useOutbox();
  const open = rows.filter((row) => outbox.met(row.id) !== undefined || outbox.refused(row.id) !== undefined);
  if (open.length === 0) return null;
  return (
    <div className={styles.refused} role="alert">
      <p>{t('scoring.undecided', { count: open.length })}</p>
      <ul>
        {open.map((row) => (
          <li key={row.id}>
            <Link to={sheetPath(row.id)}>
              <RecordText text={nameOf(row)} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
