// What does each rule say of the dossier? What must be mended first, each with the way to its field.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClause } from '../../../shared/clause';
import { useBilingual } from '../../../shared/i18n';
import { Disclosure, RecordText, ShortList } from '../../../shared/ui';
import { pageOfRule, placeToMend } from './board';
import { type Group, grouped, type RuleFindings } from './findings';
import styles from './submission.module.css';
import type { Finding } from './types';

/** So many places of one rule are shown at once. */
const SHOWN = 5;

/** Groups that ask for something are open, the others wait to be asked for. */
const OPEN: readonly Group[] = ['fail', 'reminder', 'needs_person'];

/** The rule that gathers the faults of the form itself; what it says names the row and the field. */
const FORM_RULE = 'FORM';

type PlaceName = (address: string, isFieldTold?: boolean) => string;

/** The findings of a rule check, by group and rule. */
export function Findings({ id, findings, placeName }: { id: string; findings: readonly Finding[]; placeName: PlaceName }) {
  const { t } = useTranslation();
  return grouped(findings).map(({ group, rules, count }) => {
    if (count === 0) return null;
    const name = t('submission.inBrackets', { name: t(`submission.groups.${group}`), value: count });
    const list = (
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <Rule key={rule.rule} id={id} rule={rule} group={group} placeName={placeName} />
        ))}
      </ul>
    );
    return (
      <div key={group} className={styles.group} data-group={group}>
        {OPEN.includes(group) ? (
          <>
            <h3>{name}</h3>
            {list}
          </>
        ) : (
          <Disclosure label={name}>{list}</Disclosure>
        )}
      </div>
    );
  });
}

function Rule({ id, rule, group, placeName }: { id: string; rule: RuleFindings; group: Group; placeName: PlaceName }) {
  const { t } = useTranslation();
  const clause = useClause();
  return (
    <li className={styles.rule} data-group={group}>
      <div className={styles.ruleHead}>
        <span className={styles.ruleNumber}>{rule.rule === FORM_RULE ? t('submission.formRuleName') : rule.rule}</span>
        <span className={styles.minor}>
          <RecordText text={clause(rule.clause)} />
        </span>
      </div>
      <ShortList items={rule.findings} limit={SHOWN}>
        {(shown) => (
          <ul className={styles.said}>
            {shown.map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two findings may be equal in all but their place in the list.
              <li key={at}>
                <Said id={id} finding={one} placeName={placeName} />
              </li>
            ))}
          </ul>
        )}
      </ShortList>
    </li>
  );
}

function Said({ id, finding, placeName }: { id: string; finding: Finding; placeName: PlaceName }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const to = placeToMend(id, finding);
  const words = finding.address ? placeName(finding.address, finding.rule === FORM_RULE) : t(`dossier.tabs.${pageOfRule(finding.rule) ?? 'write'}`);
  const evidence = finding.verdict === 'needs_person' ? finding.evidence.flatMap((one) => (one.kind === 'text' ? [bilingual(one.value)] : [])) : [];
  return (
    <>
      <RecordText text={bilingual(finding.what)} />
      {evidence.map((text) => (
        <span key={text} className={styles.minor}>
          <RecordText text={text} />
        </span>
      ))}
      {to !== undefined && finding.verdict !== 'pass' && (
        <Link to={to} className={styles.mend}>
          {t(finding.verdict === 'fail' ? 'submission.mendAt' : 'submission.lookAt', { place: words })}
        </Link>
      )}
    </>
  );
}
