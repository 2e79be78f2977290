// Is what was typed kept? Always in sight; told to screen readers only when it asks for something or is good again.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isGateOpen, onGateChange } from '../../../api/sign_in_gate';
import { useLanguage } from '../../../shared/i18n';
import { formatClock } from '../../../shared/time';
import { Button } from '../../../shared/ui';
import { placeOf } from '../form';
import { useStanding, useTheEditor } from '../useEditor';
import styles from './dossiers.module.css';

/** The line that says how far the keeping is, and leads to what waits for a choice. */
export function SaveState() {
  const { t } = useTranslation();
  const language = useLanguage();
  const editor = useTheEditor();
  const standing = useStanding();
  const isWaitingForSignIn = useSyncExternalStore(onGateChange, isGateOpen);
  const { hasToSend, phase, savedAt, met, refused } = standing;
  const isSignedOut = hasToSend && (phase === 'signed_out' || isWaitingForSignIn);
  const trouble = isSignedOut ? t('dossier.save.signedOut') : phase === 'unreachable' ? t('dossier.save.offline') : phase === 'busy' ? t('dossier.save.busy') : undefined;
  const work = phase === 'typing' ? t('dossier.save.typing') : phase === 'sending' ? t('dossier.save.saving') : undefined;
  const text = trouble ?? work ?? (savedAt === undefined ? '' : t('dossier.save.saved', { time: formatClock(savedAt, language) }));
  const first = met[0] ?? refused[0];
  const due = [met.length > 0 && t('dossier.save.met', { count: met.length }), refused.length > 0 && t('dossier.save.refused', { count: refused.length })].filter(Boolean).join(t('common.separator'));
  const unkept = standing.isUnkept ? t('dossier.save.unkept') : undefined;
  return (
    <>
      <span className={styles.saveState} data-tone={trouble ? 'warn' : work ? 'busy' : 'good'}>
        <span>
          {text}
          {/* Its place is kept, so that nothing moves while the disk is written. */}
          {trouble && <span className={standing.isOnDisk ? undefined : styles.notYet}>{t('dossier.save.onDisk')}</span>}
        </span>
      </span>
      {isSignedOut && !isWaitingForSignIn && (
        <Button size="small" onClick={() => editor.sender.flush()}>
          {t('signIn.submit')}
        </Button>
      )}
      {first !== undefined && <Link to={`?section=${placeOf(first).section}#${first}`}>{due}</Link>}
      {unkept && <span className={styles.over}>{unkept}</span>}
      <span className="visually-hidden" role="status">
        {[trouble ?? due, unkept].filter(Boolean).join(t('common.separator'))}
      </span>
    </>
  );
}
