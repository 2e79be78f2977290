// What stands under a field that was not kept? Somebody else's text beside one's own, or why the server refused it.
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import type { FormField } from '../../../api/types';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, RecordText, TextDiff, useProblemText } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { focusOn } from '../focus';
import { useTheEditor, useView } from '../useEditor';
import { usePrinted } from '../words';
import styles from './dossiers.module.css';

/** Both versions of a field that somebody else changed, and the choice between them. */
export function MetNotice({ address, field }: { address: string; field: FormField }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const editor = useTheEditor();
  const account = useAccount();
  const printed = usePrinted(editor);
  const bilingual = useBilingual();
  const { met } = useView(address);
  if (met === undefined) return null;
  const label = bilingual(field.label);
  const { by, at, value } = met.theirs;
  const title = by === account?.username ? t('dossier.met.own') : t('dossier.met.title');
  // Somebody else's personal datum is not for showing: that asks for a reason.
  const theirs = field.secret && value !== null ? t('dossier.secret.filled') : printed(field, address, value);
  const decide = (decision: 'takeMine' | 'takeTheirs') => {
    editor.sender[decision](address);
    focusOn(address);
  };
  return (
    <section className={styles.notice} aria-label={`${title}${t('common.colon')}${label}`}>
      <p>
        <strong>{title}</strong>
        {t('common.colon')}
        {t('dossier.met.lead', { by, at: formatTime(at, language, true) })}
      </p>
      <div className={styles.noticePlain}>
        <TextDiff label={`${t('dossier.met.versions')}${t('common.colon')}${label}`} before={theirs} after={printed(field, address, met.mine)} beforeTitle={t('dossier.met.theirs')} afterTitle={t('dossier.met.mine')} />
      </div>
      <div className={styles.buttons}>
        <Button onClick={() => decide('takeMine')}>{t('dossier.met.takeMine')}</Button>
        <Button onClick={() => decide('takeTheirs')}>{t('dossier.met.takeTheirs')}</Button>
      </div>
    </section>
  );
}

/** Why an edit was not taken, and what to do with it. */
export function RefusedNotice({ address }: { address: string }) {
  const { t } = useTranslation();
  const editor = useTheEditor();
  const textOf = useProblemText();
  const { refused } = useView(address);
  if (refused === undefined) return null;
  const { problem } = refused;
  return (
    <div className={styles.notice} data-tone="red">
      <p>
        <strong>{t('dossier.refused.title')}</strong>
        {t('common.colon')}
        <RecordText text={problem.status === 422 && problem.detail ? problem.detail : textOf(new ProblemError(problem))} />
      </p>
      <div className={styles.buttons}>
        <Button onClick={() => editor.sender.retry()}>{t('dossier.refused.retry')}</Button>
        <Button
          onClick={() => {
            editor.sender.drop(address);
            focusOn(address);
          }}
        >
          {t('dossier.refused.drop')}
        </Button>
      </div>
    </div>
  );
}
