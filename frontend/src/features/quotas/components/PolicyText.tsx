// How is a policy edited? As a form or as its text: the same policy, two views of it; each fault at its place.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert, TextArea } from '../../../shared/ui';
import type { PolicyFault } from '../fault';
import { ALL_POINTS, fieldGroups, rebalanced, weights } from '../policy_form';
import { PolicyTextFault, readLeaves, withNumber, withNumbers } from '../policy_text';
import { PolicyFields } from './PolicyFields';
import styles from './quotas.module.css';

export type View = 'form' | 'text';

/** The line that cannot be read here, if there is one. */
export function brokenLine(text: string): number | undefined {
  try {
    readLeaves(text);
    return undefined;
  } catch (fault) {
    if (fault instanceof PolicyTextFault) return fault.line;
    throw fault;
  }
}

/** The weights brought to a sum of 100 in the proportions that they have. */
export function balancedText(text: string): string {
  const now = weights(fieldGroups(text));
  const [first] = Object.keys(now);
  if (first === undefined) return text;
  const sum = Object.values(now).reduce((total, points) => total + points, 0);
  const share = sum === 0 ? 0 : Math.round(((now[first] ?? 0) * ALL_POINTS) / sum);
  return withNumbers(text, rebalanced(now, first, share));
}

/** The editor; `base` is the version that the edit began from. */
export function PolicyText(props: { text: string; base: string; view: View; onView: (view: View) => void; fault: PolicyFault | undefined; onText: (text: string) => void }) {
  const { t } = useTranslation();
  const { text, base, view, fault } = props;
  const broken = useMemo(() => brokenLine(text), [text]);
  const shown = broken === undefined ? view : 'text';
  const at = fault?.name === undefined ? undefined : { name: fault.name, message: fault.message };
  const line = fault?.line ?? broken;
  const message = fault?.message ?? (broken === undefined ? undefined : t('policy.unreadable'));
  return (
    <div className={styles.stack}>
      <fieldset className={styles.tabs}>
        <legend className="visually-hidden">{t('policy.view')}</legend>
        {(['form', 'text'] as const).map((each) => (
          <label key={each} className={styles.tab} data-chosen={shown === each}>
            <input type="radio" name="view" value={each} checked={shown === each} disabled={each === 'form' && broken !== undefined} onChange={() => props.onView(each)} />
            {t(`policy.views.${each}`)}
          </label>
        ))}
      </fieldset>
      <div aria-live="polite">
        {message && (
          <Alert type="error" showIcon role="presentation" title={line === undefined ? message : t('policy.atLine', { line, message })} />
        )}
      </div>
      {shown === 'form' ? (
        <PolicyFields text={text} base={base} fault={at} onChange={(name, value) => props.onText(withNumber(text, name, value))} onBalance={() => props.onText(balancedText(text))} />
      ) : (
        <TextArea label={t('policy.text')} name="content" rows={32} isCode value={text} onChange={props.onText} hint={t('policy.textHint')} />
      )}
    </div>
  );
}
