// How does an examiner object to a rule that the machine did not bring up?
import { useTranslation } from 'react-i18next';
import { useClause } from '../../../shared/clause';
import { useBilingual } from '../../../shared/i18n';
import { RecordText, SelectField } from '../../../shared/ui';
import { type Draft, draftOf } from '../draft';
import styles from './examination.module.css';
import type { ItemTools } from './ItemCard';
import { VerdictForm } from './VerdictForm';

/** Chooses a rule and says why it fails. */
export function OtherRule({ rule, draft, tools, onRule }: { rule: string; draft: Draft | undefined; tools: ItemTools; onRule: (rule: string) => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const clause = useClause();
  const { others } = tools.one;
  const chosen = others.find((one) => one.rule === rule);
  const options = [{ value: '', label: t('examination.chooseRule') }, ...others.map((one) => ({ value: one.rule, label: `${one.rule} ${bilingual(one.text)}` }))];
  return (
    <div className={styles.stack}>
      <p className={styles.minor}>{t('examination.othersText', { count: others.length })}</p>
      <SelectField label={t('examination.otherRule')} value={chosen ? rule : ''} options={options} onChange={onRule} />
      {chosen && (
        <>
          <p>
            <RecordText text={bilingual(chosen.text)} />
            <span className={styles.line}>
              <RecordText text={clause(chosen.clause)} />
            </span>
          </p>
          <VerdictForm
            one={tools.one}
            item={{ rule, is_barred: false, findings: [], verdicts: [] }}
            draft={draft ?? draftOf('fail')}
            error={tools.errorOf(rule)}
            isPending={tools.isPending}
            onDraft={(next) => {
              tools.onDraft(rule, next);
              if (next === undefined) onRule('');
            }}
            onSend={tools.onSend}
          />
        </>
      )}
    </div>
  );
}
